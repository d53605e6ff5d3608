# Shapes the rolls of one piece. A piece may be done again after a crash, so it is written over and not added.
mkdir -p out/trays
i=$CHUNK_START
: > "out/trays/$CHUNK_START.new"
while [ "$i" -lt "$CHUNK_END" ]; do
  i=$((i + 1))
  echo "roll $i" >> "out/trays/$CHUNK_START.new"
done
mv "out/trays/$CHUNK_START.new" "out/trays/$CHUNK_START"
echo "$CHUNK_END of $CHUNK_TOTAL rolls"
