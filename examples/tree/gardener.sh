# Stands for an agent: it is given a task file and does what it says.
set -eu
echo "reading $1"
mkdir -p "$TASKER_TASK_OUTPUTS"
case $TASKER_TASK_ID in
01-survey/01-measure)
  echo '{ "length": 12, "width": 5 }' > "$TASKER_TASK_OUTPUTS/plan.json" ;;
01-survey/02-soil)
  mkdir -p "$TASKER_TASK_OUTPUTS/photos"
  : > "$TASKER_TASK_OUTPUTS/stones.txt" ;;
02-planning/01-choose)
  echo "peas and beans" > "$TASKER_TASK_OUTPUTS/beds.txt"
  # What is planned becomes a task of the next phase, while the run goes on.
  cat > tasks/03-planting/02-beans.md <<'TASK'
---
task_id: "03-planting/02-beans"
title: "Plant the beans"
phase: "planting"
estimated_duration: "1-2 hours"
dependencies: []
inputs:
  - "../../02-planning/01-choose/beds.txt"
outputs:
  - "row.txt"
---

# Task: Plant the beans
TASK
  ;;
03-planting/01-peas)
  echo "row 1: peas" >> garden/rows.txt ;;
03-planting/02-beans)
  echo "row 2: beans" > "$TASKER_TASK_OUTPUTS/row.txt" ;;
04-care/01-water)
  cat garden/rows.txt workspace/outputs/03-planting/02-beans/row.txt > "$TASKER_TASK_OUTPUTS/watered.txt" ;;
*)
  echo "no idea how to do $TASKER_TASK_ID" >&2
  exit 1 ;;
esac
echo "done"
