set -eu
LIST=$(mktemp -u); export LIST
[ -z "$(sh list/list.sh show)" ]
sh list/list.sh add milk
sh list/list.sh add "brown bread"
[ "$(sh list/list.sh show)" = "1 milk
2 brown bread" ]
rm "$LIST"
