#!/bin/sh
# Adds a line to the log of the plan: log-activity.sh <LEVEL> <AGENT> <EVENT> "<MESSAGE>"
exec "${TASKER_BINARY:-tasker}" log-activity -- "$@"
