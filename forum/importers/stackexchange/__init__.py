"""The Stack Exchange data dump: a folder of XML files, or the .7z it comes in."""
