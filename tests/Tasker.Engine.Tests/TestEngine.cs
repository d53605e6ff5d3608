using System.Collections.Immutable;
using System.Threading.Channels;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Control;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Storage.Memory;
using Tasker.Testing;
using Tasker.Testing.Executors;

namespace Tasker.Engine.Tests;

/// <summary>One store, one clock, one scripted executor; any number of owners one after the other.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    public const string Run = "r1";

    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-engine-").FullName;
    private int _owners;

    public TestEngine() => Store = new MemoryJournal(Time, owner => !DeadOwners.Contains(owner.ProcessId));

    public ManualTime Time { get; } = new();

    public HashSet<int> DeadOwners { get; } = [];

    public MemoryJournal Store { get; }

    public ScriptedExecutor Executor { get; init; } = new();

    public IMonitorRunner? Monitors { get; init; }

    public ImmutableArray<IProjection> Projections { get; init; } = [];

    public ImmutableArray<ITextRenderer> Renderers { get; init; } = [];

    private Channel<string> Reports { get; } = Channel.CreateUnbounded<string>();

    public static Workflow Of(params ImmutableArray<NodeSpec> members) =>
        new() { Name = "w", FrontDoor = "test", Root = new GroupSpec { Id = "", Members = members } };

    public static StepSpec Step(string id, params ImmutableArray<string> needs) => new()
    {
        Id = id,
        Action = new StepAction.Run(CommandSpec.Shell("work")),
        Needs = [.. needs.Select(n => new Need(n))],
    };

    /// <summary>The parts of a new owner, by default over the store itself.</summary>
    public EngineParts Parts(IJournal? journal = null, IBell? bell = null) => new()
    {
        Journal = journal ?? Store,
        Executors = [Executor],
        Monitors = Monitors,
        Projections = Projections,
        Renderers = Renderers,
        Owner = new OwnerIdentity("here", "boot", ++_owners, 1),
        Options = new EngineOptions { Root = _folder, LogFolder = Path.Combine(_folder, "logs") },
        Time = Time,
        Chance = () => 0,
        Bell = bell,
        Report = text => Reports.Writer.TryWrite(text),
    };

    /// <summary>The next thing that an owner reported.</summary>
    public async Task<string> NextReportAsync() => await Reports.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>What was reported and not read yet.</summary>
    public string[] ReportsLeft()
    {
        var left = new List<string>();
        while (Reports.Reader.TryRead(out var report))
        {
            left.Add(report);
        }

        return [.. left];
    }

    public Task<RunHost> CreateAsync(Workflow workflow, IJournal? journal = null, IBell? bell = null) =>
        RunHost.CreateAsync(Parts(journal, bell), workflow, Run, Value.Map.Empty, CancellationToken.None);

    /// <summary>The run as its journal has it.</summary>
    public Task<RunState> ReadAsync(List<RunFact>? facts = null) => RunReader.ReadAsync(Store, Run, facts, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Store.DisposeAsync();
    }
}
