namespace Tasker.EndToEnd.Tests;

/// <summary>
/// The scripts that the protocol names, as <c>tasker plugin install</c> puts them into a project, run by <c>bash -eu</c> word for word.
/// </summary>
public sealed class PluginScriptTests : IDisposable
{
    private readonly PlanScript _script = new();

    public void Dispose() => _script.Dispose();

    [LinuxFact]
    public async Task The_log_and_the_repository_by_the_scripts_of_the_protocol()
    {
        var output = await _script.RunAsync("""
            ./scripts/log-activity.sh INFO orchestrator phase-transition "moving from logical to physical"
            ./scripts/log-activity.sh ERROR task-executor error "--json @file \$(rm -rf x) \`id\` \"quoted\""
            ./scripts/log-activity.sh LOUD a b c || echo "rc=$?"
            cut -d' ' -f2- "$TASKER_DIR/logs/activity.log"
            ./scripts/ensure-git.sh "$TARGET_DIR"
            mkdir "$TARGET_DIR/.."/new\ project
            ./scripts/ensure-git.sh "$TARGET_DIR/.."/new\ project
            git -C "$TARGET_DIR/.."/new\ project rev-parse --is-inside-work-tree
            rm -rf "$TARGET_DIR/.."/new\ project
            ./scripts/ensure-git.sh "$TARGET_DIR/nowhere" || echo "rc=$?"
            """);

        Assert.Contains("[INFO] [orchestrator] phase-transition: moving from logical to physical\n", output, StringComparison.Ordinal);
        Assert.Contains("[ERROR] [task-executor] error: --json @file $(rm -rf x) `id` \"quoted\"\n", output, StringComparison.Ordinal);
        Assert.Contains("Git repository already there", output, StringComparison.Ordinal);
        Assert.Contains("Initialized a git repository", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("rc=1\n").Length - 1);
    }

    [LinuxFact]
    public async Task The_commit_hook_by_hand()
    {
        var output = await _script.RunAsync("""
            tasker state task start T001 > /dev/null
            executor T001
            ./.claude/hooks/post-task-commit.sh T001 "$TARGET_DIR" "$TASKER_DIR"
            ./.claude/hooks/post-task-commit.sh T001 "$TARGET_DIR" "$TASKER_DIR"
            git -C "$TARGET_DIR" log -1 --format='subject=%s' --name-only
            tasker bundle result-files T001
            ./.claude/hooks/post-task-commit.sh T002 "$TARGET_DIR" "$TASKER_DIR" || echo "rc=$?"
            """);

        Assert.Contains("T001: committed 1 file as ", output, StringComparison.Ordinal);
        Assert.Contains("T001: already committed as ", output, StringComparison.Ordinal);
        Assert.Contains("subject=T001: Make T001\n\nsrc/T001.txt\n", output, StringComparison.Ordinal);
        Assert.EndsWith("rc=1\n", output, StringComparison.Ordinal);
        var sha = (await _script.Plan.GitAsync("rev-parse", "HEAD")).TrimEnd();
        Assert.Equal(sha, _script.Plan.Json(".tasker/bundles/T001-result.json").GetProperty("git").GetProperty("commit_sha").GetString());
    }

    [LinuxFact]
    public async Task The_commit_hook_as_a_coding_agent_calls_it()
    {
        var output = await _script.RunAsync("""
            for TASK_ID in T001 T002; do tasker state task start $TASK_ID > /dev/null; executor $TASK_ID > /dev/null; done
            unset TASKER_DIR
            cd "$TARGET_DIR"
            printf '%s' '{"hook_event_name":"PostToolUse","tool_name":"Task","tool_response":{"content":[{"type":"text","text":"T001: SUCCESS\nT002: SUCCESS\nT003: FAILED - no"}]}}' |
              ./.claude/hooks/post-task-commit.sh
            printf 'no json' | ./.claude/hooks/post-task-commit.sh
            """);

        Assert.Equal(["T001: Make T001 src/T001.txt", "T002: Make T002 src/T002.txt"], await _script.Plan.CommitsAsync());
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>A specification that came with its capabilities: its review and its capabilities are passed over.</summary>
    [LinuxFact]
    public async Task Phases_are_skipped_when_capabilities_come_with_the_specification()
    {
        var output = await _script.RunAsync("""
            rm -rf "$TASKER_DIR"
            mkdir -p "$TARGET_DIR/docs/specs" "$TARGET_DIR/docs/fsm/shop"
            printf '# Shop\n\n- REQ-1: The shop must sell things.\n' > "$TARGET_DIR/docs/specs/shop.md"
            printf '%s' '{"version":"1.0","domains":[{"id":"D1","name":"Shop","capabilities":[{"id":"C1","name":"Selling","behaviors":[
              {"id":"B1","name":"Enter an order","type":"input"},{"id":"B2","name":"Sell things","type":"process"}]}]}],
              "flows":[{"id":"F1","name":"Sell","is_steel_thread":true,"steps":[{"order":1,"behavior_id":"B1","description":"An order is entered"},{"order":2,"behavior_id":"B2","description":"The shop sells things"}]}],
              "phase_filtering":{"active_phase":1,"excluded_phases":[],"total_excluded_requirements":0}}' > "$TARGET_DIR/docs/specs/shop.capabilities.json"
            tasker fsm from-capability-map "$TARGET_DIR/docs/specs/shop.capabilities.json" "$TARGET_DIR/docs/specs/shop.md" --output-dir "$TARGET_DIR/docs/fsm/shop" > /dev/null

            TASKER_DIR="$TARGET_DIR/.tasker"
            mkdir -p "$TASKER_DIR"/{artifacts,inputs,tasks,reports,bundles,logs}
            SPEC_PATH="$TARGET_DIR/docs/specs/shop.md"
            cp "$SPEC_PATH" "$TASKER_DIR/inputs/spec.md"
            SPEC_DIR=$(dirname "$SPEC_PATH")
            SPEC_SLUG=$(basename "$SPEC_PATH" .md)
            CAPABILITY_MAP="${SPEC_DIR}/${SPEC_SLUG}.capabilities.json"
            SPEC_REVIEW=".claude/spec-review.json"

            if [ -f "$CAPABILITY_MAP" ]; then
                echo "Capability map found from /specify workflow: $CAPABILITY_MAP"
                echo "Copying artifacts and skipping to physical phase..."
                cp "$CAPABILITY_MAP" "$TASKER_DIR/artifacts/capability-map.json"
                [ -f "$SPEC_REVIEW" ] && cp "$SPEC_REVIEW" "$TASKER_DIR/artifacts/spec-review.json"
                FSM_DIR="${SPEC_DIR}/../fsm/${SPEC_SLUG}"
                if [ -d "$FSM_DIR" ]; then
                    echo "FSM artifacts found from /specify workflow: $FSM_DIR"
                    mkdir -p "$TASKER_DIR/artifacts/fsm"
                    cp -r "$FSM_DIR"/* "$TASKER_DIR/artifacts/fsm/"
                    tasker fsm validate validate "$TASKER_DIR/artifacts/fsm"
                    if [ $? -ne 0 ]; then
                        echo "WARNING: FSM validation failed. Review artifacts before proceeding."
                    fi
                fi
                tasker state set-phase physical
            fi

            if [ ! -f "$TASKER_DIR/state.json" ]; then
              tasker state init "$TARGET_DIR"
            fi
            tasker state status
            tasker state validate capability_map
            """);

        Assert.Contains("FSM artifacts found", output, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
        Assert.Contains("Phase: physical\n", output, StringComparison.Ordinal);
        Assert.EndsWith("Validated successfully\n", output, StringComparison.Ordinal);
        Assert.Equal("physical", _script.Plan.State.GetProperty("phase").GetProperty("current").GetString());
    }
}
