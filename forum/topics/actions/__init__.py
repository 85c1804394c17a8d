"""What can be done with categories and tags."""

from forum.topics.actions.categories import (
    CategoryDraft,
    archive_category,
    category_to_administer,
    create_category,
    edit_category,
    find_category,
    unarchive_category,
)
from forum.topics.actions.curate import (
    add_synonym,
    describe_tag,
    find_tag,
    merge_tags,
    remove_synonym,
    rename_tag,
    tag_to_merge_into,
)
from forum.topics.actions.tags import resolve_tags

__all__ = [
    "CategoryDraft",
    "add_synonym",
    "archive_category",
    "category_to_administer",
    "create_category",
    "describe_tag",
    "edit_category",
    "find_category",
    "find_tag",
    "merge_tags",
    "remove_synonym",
    "rename_tag",
    "resolve_tags",
    "tag_to_merge_into",
    "unarchive_category",
]
