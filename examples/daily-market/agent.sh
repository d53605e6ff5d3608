#!/bin/sh
# A scripted agent: answers by the role that it is asked for, so that the example runs offline.
prompt=$(cat)
say() { printf '{"response": "%s", "position": "%s", "confidence": %s}\n' "$1" "$2" "$3"; }
case "$TASKER_AGENT" in
  classifier)
    case "$(printf '%s\n' "$prompt" | sed -n '/^Which kind/p')" in
      *"Why is"*) kind=price ;;
      *"Should I"*) kind=action ;;
      *) kind=opportunity ;;
    esac
    printf '{"response": "%s", "kind": "%s", "confidence": 95}\n' "$kind" "$kind" ;;
  market-analyst)    say "A large buyer came in at the open." Up 70 ;;
  sentiment-analyst) say "The mood follows the price." Up 55 ;;
  risk-manager)      say "Keep the stop where it is." Hold 80 ;;
  portfolio-manager) say "The position is at its target size." Hold 75 ;;
  contrarian)        say "The volume is thin." Down 60 ;;
  quant-analyst)     say "The 30-day variance." Up 65 ;;
  editor)            say "It moved on one large order. The volume is thin. Keep what you have, with the stop in place." Hold 72 ;;
  *) echo "Nobody here plays $TASKER_AGENT." >&2; exit 1 ;;
esac
