# A scripted agent: does what its prompt asks for by copying it from drafts, so that the example runs offline.
set -eu
prompt=$(cat)
told() { printf '%s\n' "$prompt" | sed -n "s/^$1: //p" | head -n 1; }
plan=$(told TASKER_DIR)
case $(printf '%s\n' "$prompt" | sed -n 's/.*agent name `\([a-z-]*\)`.*/\1/p' | head -n 1) in
  spec-interviewer)
    questions=$(printf '%s\n' "$prompt" | sed -n 's/.*\*\*CRITICAL: write\*\* your questions to //p')
    case $questions in
      *-1.json) cp drafts/questions.json "$questions" ;;
      *) echo '{"questions": [], "done": true}' > "$questions" ;;
    esac ;;
  spec-writer)
    cp drafts/specs/shopping-list.md "$(told Specification)"
    cp drafts/specs/shopping-list.capabilities.json "$(told 'Capability map')"
    cp drafts/adrs/ADR-0001-one-line-an-item.md "$(told Decisions)" ;;
  spec-reviewer)
    tasker spec review unresolved "$plan" | while read -r id _; do
      case $id in W* | CK*) tasker spec review add-resolution "$plan" "${id%:}" clarified --response "As the behaviour says" ;; esac
    done ;;
  logic-architect)
    cp drafts/specs/shopping-list.capabilities.json "$plan/artifacts/capability-map.json" ;;
  physical-architect)
    sed "s|@TARGET_DIR@|$(told 'Target directory')|" drafts/physical-map.json > "$plan/artifacts/physical-map.json" ;;
  task-author)
    cp drafts/tasks/*.json "$plan/tasks/" ;;
  task-plan-verifier)
    echo "# Two tasks, each with criteria that a command shows." > "$plan/reports/task-validation-report.md"
    tasker state validate-tasks READY "Both requirements have a task" ;;
  plan-auditor)
    sed 's/"phase": 1/"phase": 2/' drafts/tasks/T002.json > "$plan/tasks/T002.json"
    tasker state load-tasks ;;
  task-executor)
    task=$(printf '%s\n' "$prompt" | sed -n 's/^Execute task \([A-Z0-9]*\): .*/\1/p')
    name=$(printf '%s\n' "$prompt" | sed -n 's/^Execute task [A-Z0-9]*: //p')
    mkdir -p list tests
    case $task in
      T001) cp drafts/list/list.sh list/; cp drafts/tests/add.sh tests/; created="list/list.sh tests/add.sh"; shown=TR1 ;;
      T002) cp drafts/list/show.sh list/; cp drafts/tests/show.sh tests/; created="list/show.sh tests/show.sh"; shown="TR2 TR3" ;;
    esac
    tasker state task complete "$task" --created $created > /dev/null
    cat > "$(told 'Result file')" <<END
{
  "version": "1.0", "task_id": "$task", "name": "$name", "status": "success",
  "started_at": "$(date -u +%FT%TZ)", "completed_at": "$(date -u +%FT%TZ)",
  "files": { "created": [$(printf '"%s",' $created | sed 's/,$//')], "modified": [] },
  "verification": {
    "verdict": "PASS",
    "criteria": [{ "name": "its test", "status": "PASS", "evidence": "exit code 0" }],
    "fsm_adherence": { "transitions_verified": [$(printf '{ "id": "%s", "evidence_type": "test", "evidence": "its test" },' $shown | sed 's/,$//')] }
  }
}
END
    echo "$task: SUCCESS" ;;
  *) echo "Nobody here plays that." >&2; exit 1 ;;
esac
