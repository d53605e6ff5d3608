using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents.Caching;
using Tasker.Executors.Agents.Stages;
using Tasker.Executors.Processes;

namespace Tasker.Executors.Agents;

/// <summary>Does agent steps: has agents answer, each as its settings say.</summary>
/// <remarks>
/// A question goes through stages, the outermost first: another agent when one is not available; an answer that is known already;
/// a schema that the answer
/// must keep to, with one more turn when it does not; places and instances; a time limit; the turn itself. Trying again is the
/// engine's business. After a
/// crash the same stages are gone through again with the turns that were taken.
/// </remarks>
public sealed class AgentExecutor : IExecutor
{
    private static readonly AttemptEnd NotBegun = new(AttemptOutcome.Cancelled, null, null, "Stopped before it began.", Value.Map.Empty);

    private readonly ProjectSettings _settings;
    private readonly FallbackStage _stages;

    /// <param name="host">The machine.</param>
    /// <param name="settings">The agents.</param>
    /// <param name="options">What may be used besides; null: nothing.</param>
    public AgentExecutor(ProcessHost host, ProjectSettings settings, AgentExecutorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(settings);
        options ??= new AgentExecutorOptions();
        _settings = With(settings, options.InProcess);
        var cache = options.CacheFolder is { } folder ? new AnswerCache(folder, host.Time) : null;
        var inProcess = new InProcessAgent(options.InProcess.ToImmutableDictionary(a => a.Id, StringComparer.Ordinal), host.Time);
        var turn = new TurnStage(new CommandAgent(host, settings.Secrets), inProcess);
        var answer = new SchemaStage(new PoolStage(new LimitStage(host.Time, turn)));
        _stages = new FallbackStage(_settings, new CacheStage(cache, options.ReadsCache, answer));
    }

    /// <summary>The settings of a project together with agents that answer inside this process.</summary>
    /// <param name="settings">The settings. What they say about an agent of the same name holds for it too, but for the command.</param>
    /// <param name="inProcess">The agents.</param>
    public static ProjectSettings With(ProjectSettings settings, IEnumerable<IAgent> inProcess)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(inProcess);
        var missing = inProcess.Where(a => !settings.Agents.ContainsKey(a.Id)).Select(
            a => KeyValuePair.Create(a.Id, new AgentSettings { Name = a.Id, Command = "" }));
        return settings with { Agents = settings.Agents.AddRange(missing) };
    }

    /// <inheritdoc/>
    public bool Does(StepAction action) => action is StepAction.Agent;

    /// <inheritdoc/>
    public async Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(observer);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (stop.IsCancellationRequested)
        {
            return NotBegun;
        }

        var (question, problem) = AgentAssignment.Of(new AgentAttempt(order, observer, handle: null, isTakenOver: false), _settings);
        return question is null ? AttemptEnd.Failure(problem) : (await _stages.AskAsync(question, stop)).End;
    }

    /// <inheritdoc/>
    public async Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(observer);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var attempt = new AgentAttempt(order, observer, handle, isTakenOver: true);

        // Files and settings may have changed meanwhile; going on with what is under way needs none of them.
        var question = AgentAssignment.Of(attempt, _settings).Question
            ?? new AgentQuestion(attempt, new AgentSettings { Name = "", Command = "" }, null, "", null);
        return (await _stages.AskAsync(question, stop)).End;
    }
}
