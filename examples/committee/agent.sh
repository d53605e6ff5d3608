#!/bin/sh
# A scripted agent: answers by the role that it is asked for, so that the example runs offline.
cat > /dev/null
say() { printf '{"response": "%s", "position": "%s", "vote": "%s", "confidence": %s}\n' "$1" "$2" "$3" "$4"; }
case "$TASKER_AGENT" in
  quant-analyst)       say "Momentum is up, variance is high." Bullish BUY 72 ;;
  risk-manager)        say "A third could be lost; a smaller position could not." Neutral HOLD 65 ;;
  market-analyst)      say "Volume follows the price." Bullish BUY 70 ;;
  fundamental-analyst) say "Adoption grows more slowly than the price." Bearish SELL 55 ;;
  sentiment-analyst)   say "Crowds are greedy." Bullish BUY 60 ;;
  portfolio-manager)   say "It fits at two per cent of the portfolio." Bullish BUY 68 ;;
  compliance-officer)  say "Within the limits, if it is reported." Neutral BUY 90 ;;
  macro-strategist)    say "Rates may fall, which helps." Bullish BUY 58 ;;
  contrarian)          say "Everybody here is already invested." Bearish SELL 75 ;;
  technical-validator) say "The figures were checked against two sources." Neutral BUY 95 ;;
  committee-chair)
    case "$TASKER_PHASE" in
      Verdict) printf '{"response": "Buy, at half of the amount, and sell when a quarter is lost.", "position": "BUY", "confidence": 70, "verdict": "BUY", "actions": ["buy half", "set a stop at 25 %% below"]}\n' ;;
      *) say "Most want to buy, at a smaller size." Bullish BUY 70 ;;
    esac ;;
  script) echo "PASS: the risk manager answered the contrarian." ;;
  *) echo "Nobody here plays $TASKER_AGENT." >&2; exit 1 ;;
esac
