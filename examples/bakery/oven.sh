# Heats for some seconds and says how hot it is.
mkdir -p out/oven
: > out/oven/heat.txt
echo "heating"
for heat in 80 120 160 200; do
  echo "$heat degrees" >> out/oven/heat.txt
  [ "$heat" = 120 ] && echo "a little smoke" >> out/oven/heat.txt
  sleep 1
done
touch out/oven/hot
