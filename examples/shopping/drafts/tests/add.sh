set -eu
LIST=$(mktemp); export LIST
sh list/list.sh add milk
sh list/list.sh add "brown bread"
[ "$(tail -n 1 "$LIST")" = "brown bread" ]
if sh list/list.sh sell 2> /dev/null; then exit 1; else [ $? -eq 2 ]; fi
rm "$LIST"
