"""Tickets: conversion, owner, state, replies and notes, history."""
