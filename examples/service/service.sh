# A stand-in for a real service: answers every question that is put into out/ as a file.
mkdir -p out
rm -f out/question-* out/answer-*
: > out/service.log
echo "ready"
while :; do
  for question in out/question-*; do
    [ -e "$question" ] || continue
    number=${question##*-}
    echo "answer to $number" > "out/answer.new"
    mv "out/answer.new" "out/answer-$number.txt"
    rm -f "$question"
    echo "answered $number" >> out/service.log
  done
  sleep 0.1
done
