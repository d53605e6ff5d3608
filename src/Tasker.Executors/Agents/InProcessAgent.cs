using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents;

/// <summary>Asks agents that answer inside this process.</summary>
/// <param name="agents">The agents by their names.</param>
/// <param name="time">The clock.</param>
internal sealed class InProcessAgent(ImmutableDictionary<string, IAgent> agents, TimeProvider time)
{
    /// <summary>The end of a turn whose process is gone.</summary>
    public static AttemptEnd Lost { get; } = new(AttemptOutcome.Lost, null, null, "It ran inside the process that ended.", Value.Map.Empty);

    /// <summary>The agent that answers for an agent of the settings; null when that is a command.</summary>
    public IAgent? Find(AgentSettings agent) => agents.GetValueOrDefault(agent.Name);

    /// <summary>Asks an agent.</summary>
    public async Task<AgentEnd> AskAsync(IAgent agent, AgentQuestion question, AgentTurn turn, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return Stopped;
        }

        try
        {
            turn.Take(question, time.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AgentEnd(AttemptEnd.Failure($"The prompt cannot be written: {e.Message}"));
        }

        var order = question.Attempt.Order;
        var request = new AgentRequest(
            order.Key, question.Prompt, question.Model, question.Agent.TimeLimit, question.Attempt.Observer.Progress);
        if (order.Background is not null)
        {
            question.Attempt.Observer.Ready();
        }

#pragma warning disable CA1031 // An agent is foreign code: whatever it throws is the result of its turn.
        try
        {
            var work = agent.AskAsync(request, stop);
            return await PatientlyAsync(work, order.Grace, stop) ? Answered(await work, question) : Stopped;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
        catch (AgentUnavailableException unavailable)
        {
            return new AgentEnd(AttemptEnd.Failure(unavailable.Message), IsUnavailable: true);
        }
        catch (Exception failed)
        {
            return new AgentEnd(AttemptEnd.Failure(failed.Message));
        }
#pragma warning restore CA1031
    }

    private static AgentEnd Stopped => new(new AttemptEnd(AttemptOutcome.Cancelled, null, null, "Stopped.", Value.Map.Empty));

    private static AgentEnd Answered(AgentReply reply, AgentQuestion question)
    {
        var outputs = Value.Map.Empty.With(CommandAgent.Answer, Value.Of(reply.Text));
        outputs = reply.Confidence is { } sure ? outputs.With("confidence", Value.Of(sure)) : outputs;
        question.Attempt.Note($"'{question.Agent.Name}' answered", reply.Text);
        return new AgentEnd(AttemptEnd.DoneInProcess with { Outputs = outputs, Usage = reply.Usage });
    }

    /// <summary>Waits for work; when it is to stop, only for the grace time. False when it was left alone.</summary>
    private async Task<bool> PatientlyAsync(Task<AgentReply> work, TimeSpan grace, CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.UnsafeRegister(static asked => ((TaskCompletionSource)asked!).TrySetResult(), asked))
        {
            if (await Task.WhenAny(work, asked.Task) == work)
            {
                return true;
            }
        }

        using var enough = new CancellationTokenSource();
        var left = Task.Delay(grace, time, enough.Token);
        var isDone = await Task.WhenAny(work, left) == work;
        await enough.CancelAsync();
        if (!isDone)
        {
            _ = work.ContinueWith(static late => late.Exception, TaskScheduler.Default); // Looked at, or it would be told as unobserved.
        }

        return isDone;
    }
}
