#!/bin/sh
# Stands in for an agent: reads what it is asked, does the work of the step, and reports.
cat > /dev/null
if [ -n "$TASKER_TEST" ]; then
  echo "Tried it with 2 examples: good."
  exit 0
fi
mkdir -p out
case $TASKER_STEP_NUMBER in
  1) printf 'flour 500 g\nwater 350 g\nsalt 10 g\n' > out/recipe.txt
     echo "note=3 ingredients" >> "$TASKER_OUTPUT" ;;
  4) echo "5 plates" > out/table.txt ;;
esac
echo "Done."
