# Looks at all rolls so far and counts them.
cat out/trays/* | sort -k 2 -n > out/rolls.txt
test "$(wc -l < out/rolls.txt)" -eq "$CHUNK_END"
