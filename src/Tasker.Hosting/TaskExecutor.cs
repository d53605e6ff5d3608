using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Executors.InProcess;
using Tasker.Formats.Yaml;

namespace Tasker.Hosting;

/// <summary>Executes tasks inside this program, durably. One for a program; any thread.</summary>
/// <remarks>
/// Every fact is in the history before it is acted on. When this program is killed, what was finished stays finished; <see
/// cref="ResumeFromHistoryAsync"/>
/// goes on with the rest, in this program or in <c>tasker runs resume</c>.
/// </remarks>
public sealed class TaskExecutor : IAsyncDisposable
{
    private readonly TaskExecutorOptions _options;
    private readonly ExecutorComposition _composition;
    private readonly ConcurrentDictionary<string, StepHandler> _strategies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskExecution> _active = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _leaving = new();

    /// <param name="options">How tasks are executed.</param>
    /// <exception cref="TaskDefinitionException"><c>tasker.yaml</c> cannot be used.</exception>
    public TaskExecutor(TaskExecutorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _composition) = (options, new ExecutorComposition(options));
    }

    /// <summary>Told of every event of every execution, on the thread of that execution: return at once.</summary>
    public event EventHandler<ExecutionEvent>? EventRaised;

    /// <summary>
    /// Adds a type of step; steps name it by <c>uses</c>. Later tasks know it; a second handler takes the place of the first.
    /// </summary>
    /// <param name="type">Its name.</param>
    /// <param name="handler">Does one attempt.</param>
    public void RegisterStepStrategy(string type, StepHandler handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(handler);
        _strategies[type] = handler;
    }

    /// <summary>Executes a task to its end.</summary>
    /// <param name="name">Its name in the folder of tasks.</param>
    /// <param name="input">What it is given.</param>
    /// <param name="cancellationToken">Leaves it; it can be resumed from the history.</param>
    /// <returns>The execution at its end, whatever came of it.</returns>
    /// <exception cref="TaskDefinitionException">The task or what it is given is wrong; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was left.</exception>
    public async Task<ExecutionSnapshot> ExecuteAsync(
        string name, IReadOnlyDictionary<string, object?> input, CancellationToken cancellationToken = default)
    {
        var execution = await StartAsync(name, input, cancellationToken);
        return await execution.Completion;
    }

    /// <summary>Begins a task; it goes on beside the caller.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public async Task<TaskExecution> StartAsync(
        string name, IReadOnlyDictionary<string, object?> input, CancellationToken cancellationToken = default)
    {
        var read = _composition.Parser(_strategies.Keys).ParseTask(_options.TasksDirectory, name);
        var task = Limited(read.IsUsable ? read.Value : throw new TaskDefinitionException(read.Diagnostics));
        var given = TaskParser.ValidateTaskRequirements(task, input);
        if (given.Value is not { } inputs)
        {
            throw new TaskDefinitionException(given.Diagnostics);
        }

        var chance = RandomNumberGenerator.GetHexString(6, lowercase: true);
        var id = $"{name.ToLowerInvariant()}-{_options.Time.GetUtcNow():yyyyMMdd-HHmmss}-{chance}";
        return await BeginAsync(
            async parts => await RunHost.CreateAsync(parts, task, id, inputs, cancellationToken), id, cancellationToken);
    }

    /// <summary>Goes on with an execution that its program left, or that was killed. What was finished is not done again.</summary>
    /// <returns>The execution; null when another program has it and lives.</returns>
    /// <exception cref="RunNotFoundException">There is no such execution.</exception>
    /// <exception cref="TaskDefinitionException">It is no task for a program: what it changes beside the history would be left
    /// out.</exception>
    public async Task<TaskExecution?> ResumeFromHistoryAsync(string executionId, CancellationToken cancellationToken = default)
    {
        var run = await RunReader.ReadAsync(_composition.Journal, executionId, null, cancellationToken);
        if (!TaskParser.Reads(run.Workflow))
        {
            throw new TaskDefinitionException(TaskParser.NoTask(
                executionId, $"It comes from the front door '{run.Workflow.FrontDoor}'.", $"Use 'tasker runs resume {executionId}'."));
        }

        try
        {
            return await BeginAsync(
                async parts => await RunHost.RecoverAsync(parts, executionId, cancellationToken)
                    ?? throw new OwnershipLostException(executionId),
                executionId, cancellationToken);
        }
        catch (OwnershipLostException)
        {
            return null;
        }
    }

    /// <summary>Starts nothing new; what is under way ends.</summary>
    /// <returns>False when it is not active here, is paused already, or has ended.</returns>
    public Task<bool> PauseExecutionAsync(string executionId, string reason = "") =>
        AskAsync(executionId, new RunInput.Pause(By(reason)), f => f is RunFact.Paused, e => e.Status is ExecutionStatus.Running);

    /// <summary>Goes on after a pause.</summary>
    /// <returns>False when it is not active here or is not paused.</returns>
    public Task<bool> ResumeExecutionAsync(string executionId, string reason = "") =>
        AskAsync(executionId, new RunInput.Resume(By(reason)), f => f is RunFact.Resumed, e => e.Status is ExecutionStatus.Paused);

    /// <summary>Stops it for good, with everything that it has started.</summary>
    /// <returns>False when it is not active here or has ended.</returns>
    public Task<bool> AbortExecutionAsync(string executionId, string reason = "") =>
        AskAsync(
            executionId, new RunInput.Abort(Environment.UserName, reason), f => f is RunFact.GroupStopping or RunFact.RunEnded, _ => true);

    /// <summary>Remembers this point under a name.</summary>
    /// <returns>False when it is not active here or has ended.</returns>
    public Task<bool> CreateCheckpointAsync(string executionId, string label) =>
        AskAsync(executionId, new RunInput.Checkpoint(label), f => f is RunFact.CheckpointMade made && made.Name == label, _ => true);

    /// <summary>Runs anew what ended after a checkpoint.</summary>
    /// <returns>False when it is not active here, has ended, or has no such checkpoint.</returns>
    public async Task<bool> RestoreCheckpointAsync(string executionId, string label, CancellationToken cancellationToken = default) =>
        _active.ContainsKey(executionId) && (await GetExecutionAsync(executionId, cancellationToken)).Checkpoints.Contains(label)
        && await AskAsync(executionId, new RunInput.Restore(label),
            f => f is RunFact.Restored restored && restored.Name == label, _ => true);

    /// <summary>The executions that are under way in this program, by id.</summary>
    public IReadOnlyList<TaskExecution> GetActiveExecutions() => [.. _active.Values.OrderBy(e => e.Id, StringComparer.Ordinal)];

    /// <summary>One execution as the history has it now.</summary>
    /// <exception cref="RunNotFoundException">There is no such execution.</exception>
    public async Task<ExecutionSnapshot> GetExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        ExecutionSnapshot.Of(await RunReader.ReadAsync(_composition.Journal, executionId, null, cancellationToken));

    /// <summary>The last executions, the newest first, also those of other programs.</summary>
    /// <param name="limit">The most of them, 1 or more.</param>
    public async Task<IReadOnlyList<ExecutionSnapshot>> GetExecutionHistoryAsync(
        int limit = 10, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var history = new List<ExecutionSnapshot>();
        await foreach (var run in _composition.Journal.ListAsync(new RunFilter(Limit: limit), cancellationToken))
        {
            history.Add(await GetExecutionAsync(run.RunId, cancellationToken));
        }

        return history;
    }

    /// <summary>
    /// Leaves what is under way: agents that are commands go on, all else is stopped and tried again when somebody resumes it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_active.Values.Select(e => e.Over));
        await _composition.DisposeAsync();
        _leaving.Dispose();
    }

    private static string By(string reason) => reason.Length == 0 ? Environment.UserName : $"{Environment.UserName}: {reason}";

    /// <summary>The limits of this executor on a workflow; a task of phases was translated with them.</summary>
    private Workflow Limited(Workflow task)
    {
        if (task.FrontDoor != YamlWorkflowReader.FrontDoor)
        {
            return task;
        }

        var root = task.Root;
        root = _options.MaxExecutionTime is { } most && !(root.TimeLimit < most) ? root with { TimeLimit = most } : root;
        root = _options.MaxConcurrentPhases is { } phases && !(root.MaxParallel < phases) ? root with { MaxParallel = phases } : root;
        return task with { Root = root };
    }

    private async Task<TaskExecution> BeginAsync(Func<EngineParts, Task<RunHost>> open, string id, CancellationToken cancellationToken)
    {
        var view = new ExecutionView(told => EventRaised?.Invoke(this, told));
        var host = await open(_composition.Parts(_strategies.ToImmutableDictionary(StringComparer.Ordinal), view));
        var execution = new TaskExecution(host, view);
        _active[id] = execution;
        execution.Run(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _leaving.Token), () =>
            _active.TryRemove(id, out _));
        return execution;
    }

    private async Task<bool> AskAsync(string id, RunInput input, Predicate<RunFact> done, Predicate<TaskExecution> may)
    {
        if (!_active.TryGetValue(id, out var execution) || !may(execution))
        {
            return false;
        }

        var seen = execution.View.SeenAsync(done);
        execution.Host.Post(input);
        return await seen;
    }
}
