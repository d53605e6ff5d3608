using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Engine.Hosting;

/// <summary>Beginning, stopping and finding again of attempts.</summary>
public sealed partial class RunHost
{
    private void Act()
    {
        foreach (var fact in _facts)
        {
            switch (fact)
            {
                case RunFact.AttemptStarted f when _run.StatusOf(f.Node) is NodeStatus.Running && _run.AttemptsOf(f.Node) == f.Attempt:
                    Begin(f.Node, again: false);
                    break;
                case RunFact.AttemptStopping f when _underWay.TryGetValue(f.Node, out var attempt) && attempt.Number == f.Attempt:
                    attempt.Stop();
                    break;
            }
        }
    }

    private void ReattachAll()
    {
        foreach (var node in _run.RunningSteps())
        {
            Begin(node, again: true);
        }
    }

    private void Begin(int node, bool again)
    {
        var step = (StepSpec)_run.SpecOf(node);
        if (step.Action.IsDoneByRules)
        {
            return; // The rules do these.
        }

        var number = _run.AttemptsOf(node);
        var order = _orders.Make(node, out var problem);
        var executor = order is null ? null : ExecutorFor(order.Action);
        if (executor is null)
        {
            var why = order is null ? $"The step could not be prepared: {problem}." : $"Nothing here can do '{Kind(step.Action)}' steps.";
            _atOnce.Add(new RunInput.AttemptEnded(node, number, AttemptEnd.Failure(why)));
            return;
        }

        var attempt = new Attempt(node, number, order!, Post, _parts.Progress);
        if (_run.StopOf(node) is not StopCause.None)
        {
            attempt.Stop();
        }

        var work = again
            ? executor.ReattachAsync(order!, _run.HandleOf(node), attempt, attempt.StopToken)
            : executor.RunAsync(order!, attempt, attempt.StopToken);
        if (work.IsCompletedSuccessfully)
        {
            // Work in this process that is done already: no hop to another thread for the millions of such steps.
            attempt.Dispose();
            _atOnce.Add(new RunInput.AttemptEnded(node, number, work.Result, _parts.Chance()));
            return;
        }

        _underWay[node] = attempt;
        attempt.Over = WaitForAsync(attempt, work);
        if (_parts.Monitors is { } monitors && !step.Monitors.IsEmpty)
        {
            attempt.Watch(step, _run, monitors, _parts.Time);
        }
    }

    private async Task WaitForAsync(Attempt attempt, Task<AttemptEnd> work)
    {
        AttemptEnd end;
        try
        {
            end = await work;
        }
#pragma warning disable CA1031 // The executor's edge: whatever breaks in one attempt is that attempt's failure, not the engine's.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            end = AttemptEnd.Failure($"The executor failed: {broken.Message}");
        }

        attempt.Ending();
        Post(new RunInput.AttemptEnded(attempt.Node, attempt.Number, end, _parts.Chance()));
    }

    private IExecutor? ExecutorFor(StepAction action)
    {
        foreach (var executor in _parts.Executors)
        {
            if (executor.Does(action))
            {
                return executor;
            }
        }

        return null;
    }

    private static string Kind(StepAction action) => action switch
    {
        StepAction.Run => "run",
        StepAction.Agent => "agent",
        StepAction.Custom custom => custom.Type,
        _ => action.GetType().Name,
    };
}
