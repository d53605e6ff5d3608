#!/bin/sh
# Commits the files of tasks. As a hook: JSON on standard input. By hand: post-task-commit.sh <TASK_ID> <TARGET_DIR> <PLANNING_DIR>
exec "${TASKER_BINARY:-tasker}" hook post-task-commit -- "$@"
