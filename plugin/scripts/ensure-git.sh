#!/bin/sh
# Makes a git repository where there is none: ensure-git.sh <TARGET_DIR>
exec "${TASKER_BINARY:-tasker}" ensure-git -- "$@"
