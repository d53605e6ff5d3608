# Asks the service a question and waits a moment for its answer.
: > "out/question-$1"
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -e "out/answer-$1.txt" ] && exit 0
  sleep 0.1
done
echo "no answer yet"
exit 1
