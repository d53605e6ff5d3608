using System.Buffers;
using System.Collections.Immutable;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Executors.Processes;
using Tasker.Formats.Yaml;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Surroundings;

/// <summary>
/// A run played by hand under a clock of its own: what a screen would be told, and a journal as its owner would have left it.
/// </summary>
internal sealed class PlayedRun
{
    private static readonly OwnerIdentity Owner = new("here", "boot", 1, 1);

    private readonly ManualTime _time;
    private readonly RunRules _rules;
    private readonly List<RunFact> _facts = [];
    private readonly DateTimeOffset _createdAt;
    private readonly string _hash;
    private IRunScreen? _screen;

    /// <param name="time">The clock.</param>
    /// <param name="yaml">The workflow.</param>
    /// <param name="runId">Id of the run.</param>
    public PlayedRun(ManualTime time, string yaml, string runId)
    {
        _time = time;
        var read = YamlWorkflowReader.Read("plan.yaml", yaml);
        Assert.True(read.Value is not null, string.Join('\n', read.Diagnostics));
        State = new RunState(read.Value);
        _hash = WorkflowCodec.Hash(WorkflowCodec.Encode(read.Value));
        _rules = new RunRules(State);
        _createdAt = time.GetUtcNow();
        var inputs = Value.Map.From(read.Value.Inputs.Select(i => new KeyValuePair<string, Value>(i.Name, i.Default)));
        _rules.Create(runId, _hash, inputs, null, _createdAt, _facts);
    }

    public RunState State { get; }

    /// <summary>Shows the run from now on.</summary>
    public async Task ShowAsync(IRunScreen screen)
    {
        _screen = screen;
        await screen.RecoverAsync(State, _facts, CancellationToken.None);
        await DoAsync(new RunInput.Tick());
    }

    /// <summary>Begins without a screen.</summary>
    public Task<string?> BeginAsync() => DoAsync(new RunInput.Tick());

    /// <summary>Something is reported to the run, at the time that it is.</summary>
    public async Task<string?> DoAsync(RunInput input)
    {
        var (from, position) = (_facts.Count, State.Position);
        var refusal = _rules.Decide(input, _time.GetUtcNow(), _facts);
        var changes = State.TakeChanges();
        if (_screen is not null && _facts.Count > from)
        {
            await _screen.ApplyAsync(State, position, _facts[from..], changes, CancellationToken.None);
        }

        return refusal;
    }

    public Task SucceedAsync(string step) => EndAsync(step, AttemptEnd.Done);

    public Task FailAsync(string step, int exitCode, string message = "") =>
        EndAsync(step, AttemptEnd.Failure(message) with { ExitCode = exitCode });

    public async Task EndAsync(string step, AttemptEnd end) =>
        Assert.Null(await DoAsync(new RunInput.AttemptEnded(NodeOf(step), State.AttemptsOf(NodeOf(step)), end)));

    /// <summary>What a step has printed so far in its attempt.</summary>
    public void Print(CommandLine place, string step, string text) => Print(place.Project, step, text);

    /// <summary>What a step of a run of another project has printed so far.</summary>
    public void Print(Project project, string step, string text)
    {
        var path = new LogFiles(project).PathOf(State.RunId, step, State.AttemptsOf(NodeOf(step)));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.AppendAllText(path, text);
    }

    public int NodeOf(string step)
    {
        var node = State.Find(step);
        Assert.True(node >= 0, $"There is no step '{step}'.");
        return node;
    }

    /// <summary>Leaves the run in the project's journal.</summary>
    /// <param name="isHosted">True: owned by this process, which lives; false: by nobody.</param>
    public Task SaveAsync(CommandLine place, string? name = null, bool isHosted = false) => SaveAsync(place.Project, name, isHosted);

    /// <summary>Leaves the run in the journal of another project.</summary>
    /// <inheritdoc cref="SaveAsync(CommandLine, string?, bool)"/>
    public async Task SaveAsync(Project project, string? name = null, bool isHosted = false)
    {
        await using var journal = project.OpenJournal(_time);
        var facts = new ArrayBufferWriter<byte>();
        FactCodec.Encode(_facts[..1], facts);
        var ownership = await journal.CreateAsync(
            new NewRun(
                name ?? State.RunId, State.Workflow.Name, State.Workflow.FrontDoor, State.Workflow.Source, _createdAt, _hash,
                WorkflowCodec.Encode(State.Workflow), 1, facts.WrittenMemory, ImmutableSortedDictionary<string, string>.Empty),
            isHosted ? OwnerProcess.Current() : Owner, TimeSpan.FromMinutes(1), CancellationToken.None);
        var rest = new ArrayBufferWriter<byte>();
        FactCodec.Encode(_facts[1..], rest);
        await journal.AppendAsync(ownership, 1, _facts.Count - 1, rest.WrittenMemory, RunHost.SummaryOf(State), CancellationToken.None);
        if (!isHosted)
        {
            await journal.ReleaseAsync(ownership, CancellationToken.None);
        }
    }
}
