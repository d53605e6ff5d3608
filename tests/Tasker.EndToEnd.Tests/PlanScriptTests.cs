namespace Tasker.EndToEnd.Tests;

/// <summary>What scripts around plans type, run by <c>bash -eu</c> with the real command.</summary>
public sealed class PlanScriptTests : IDisposable
{
    private readonly PlanScript _script = new();

    public void Dispose() => _script.Dispose();

    [LinuxFact]
    public async Task The_loop_of_an_orchestrator_that_is_a_script()
    {
        var output = await _script.RunAsync("""
            PARALLEL_LIMIT=3
            while true; do
              tasker state check-halt
              if [ $? -ne 0 ]; then
                echo "Halt requested. Stopping gracefully."
                tasker state checkpoint complete
                tasker evaluate --output $TASKER_DIR/reports/evaluation-report.txt
                tasker evaluate --format json --output $TASKER_DIR/reports/evaluation-report.json
                tasker state confirm-halt
                break
              fi
              READY=$(tasker state ready)
              if [ -z "$READY" ]; then
                tasker state advance
                if [ $? -eq 0 ]; then
                  echo "All tasks complete!"
                  tasker state checkpoint clear
                  tasker evaluate --output $TASKER_DIR/reports/evaluation-report.txt
                  tasker evaluate --format json --output $TASKER_DIR/reports/evaluation-report.json
                  break
                else
                  echo "No ready tasks. Check for blockers."
                  tasker state status
                  break
                fi
              fi
              BATCH=$(echo "$READY" | head -$PARALLEL_LIMIT | cut -d: -f1)
              BATCH_ARRAY=($BATCH)
              echo "Batch: ${BATCH_ARRAY[@]}"
              VALID_TASKS=()
              for TASK_ID in ${BATCH_ARRAY[@]}; do
                tasker bundle generate $TASK_ID
                tasker bundle validate-integrity $TASK_ID
                INTEGRITY_CODE=$?
                if [ $INTEGRITY_CODE -eq 0 ]; then
                  VALID_TASKS+=($TASK_ID)
                elif [ $INTEGRITY_CODE -eq 2 ]; then
                  ./scripts/log-activity.sh WARN orchestrator validation "$TASK_ID: Bundle drift detected, regenerating"
                  tasker bundle generate $TASK_ID
                  VALID_TASKS+=($TASK_ID)
                else
                  ./scripts/log-activity.sh ERROR orchestrator validation "$TASK_ID: Bundle integrity FAILED"
                  tasker state task fail $TASK_ID "Bundle integrity validation failed" --category dependency
                fi
              done
              if [ ${#VALID_TASKS[@]} -eq 0 ]; then
                ./scripts/log-activity.sh ERROR orchestrator batch "No valid tasks in batch - all failed integrity check"
                continue
              fi
              BATCH_ARRAY=(${VALID_TASKS[@]})
              tasker state checkpoint create ${BATCH_ARRAY[@]}
              for TASK_ID in ${BATCH_ARRAY[@]}; do
                tasker state task start $TASK_ID
              done
              for TASK_ID in ${BATCH_ARRAY[@]}; do
                executor $TASK_ID
              done
              for TASK_ID in ${BATCH_ARRAY[@]}; do
                if [ -f "$TASKER_DIR/bundles/${TASK_ID}-result.json" ]; then
                  STATUS=$(tasker bundle result-info "$TASKER_DIR/bundles/${TASK_ID}-result.json" | grep "^status:" | cut -d: -f2)
                  tasker state checkpoint update $TASK_ID $STATUS
                  ./scripts/log-activity.sh INFO orchestrator task-result "$TASK_ID: $STATUS"
                else
                  ./scripts/log-activity.sh WARN orchestrator task-result "$TASK_ID: no result file"
                fi
              done
              tasker state checkpoint complete
              tasker state check-halt
              if [ $? -ne 0 ]; then
                echo "Halt requested after batch. Stopping gracefully."
                tasker evaluate --output $TASKER_DIR/reports/evaluation-report.txt
                tasker evaluate --format json --output $TASKER_DIR/reports/evaluation-report.json
                tasker state confirm-halt
                break
              fi
            done
            """);

        Assert.Contains("Batch: T001 T002", output, StringComparison.Ordinal);
        Assert.Contains("Batch: T003 T004", output, StringComparison.Ordinal);
        Assert.Contains("All tasks complete!", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_script.Plan.PathOf(".tasker/reports/evaluation-report.json")));
        Assert.Contains(_script.Plan.Lines(".tasker/logs/activity.log"),
            line => line.EndsWith("[INFO] [orchestrator] task-result: T004: success", StringComparison.Ordinal));
        Assert.Equal("complete", _script.Plan.State.GetProperty("phase").GetProperty("current").GetString());
        Assert.Equal(["T001", "T002", "T003", "T004"], _script.Plan.State.GetProperty("tasks").EnumerateObject().Select(task => task.Name));
        Assert.All(_script.Plan.State.GetProperty("tasks").EnumerateObject(),
            task => Assert.Equal("complete", task.Value.GetProperty("status").GetString()));
    }

    [LinuxFact]
    public async Task Halt_and_resume()
    {
        var output = await _script.RunAsync("""
            touch "$TASKER_DIR/STOP"
            tasker state check-halt || echo "rc=$?"
            tasker state confirm-halt
            tasker state halt-status
            tasker state halt-status --format json > /dev/null
            tasker state resume
            [ ! -e "$TASKER_DIR/STOP" ]
            tasker state check-halt
            tasker state halt user_message
            tasker execute --batch || echo "execute=$?"
            tasker state resume
            tasker execute --batch > /dev/null
            tasker state status
            """);

        Assert.Contains("HALTED: stop_file\nrc=1\n", output, StringComparison.Ordinal);
        Assert.Contains("Halted (user_message): 4 pending", output, StringComparison.Ordinal);
        Assert.Contains("execute=1\n", output, StringComparison.Ordinal);
        Assert.Contains("Phase: complete\n", output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task The_checkpoint_commands()
    {
        var output = await _script.RunAsync("""
            tasker state checkpoint create T001 T002
            tasker state task start T001
            tasker state task start T002
            tasker state checkpoint update T001 success
            tasker state checkpoint update T002 failed
            tasker state checkpoint complete
            tasker state checkpoint status
            tasker state checkpoint recover
            tasker state checkpoint clear
            tasker state checkpoint create T001
            tasker state checkpoint recover
            tasker state task retry T001
            tasker state checkpoint clear
            tasker state checkpoint status
            """);

        Assert.Contains("Orphaned: T001", output, StringComparison.Ordinal);
        Assert.Contains("Task T001 reset to pending", output, StringComparison.Ordinal);
        Assert.EndsWith("No active checkpoint.\n", output, StringComparison.Ordinal);
    }
}
