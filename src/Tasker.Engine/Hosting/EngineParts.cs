using System.Collections.Immutable;
using Tasker.Engine.Control;
using Tasker.Engine.Ports;

namespace Tasker.Engine.Hosting;

/// <summary>What an engine is made of. The same parts may host many runs at once.</summary>
public sealed record EngineParts
{
    /// <summary>Keeps the facts.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Do the attempts; the first one that does an action gets it.</summary>
    public required ImmutableArray<IExecutor> Executors { get; init; }

    /// <summary>Fill in texts of other syntaxes than Core's; a step with a text that none of them knows fails.</summary>
    public ImmutableArray<ITextRenderer> Renderers { get; init; } = [];

    /// <summary>Makes the checks of monitors; null: monitors are not run.</summary>
    public IMonitorRunner? Monitors { get; init; }

    /// <summary>Where nodes come from while a run goes on; null: nowhere.</summary>
    public IGrowth? Growth { get; init; }

    /// <summary>Keep outside views up to date, in this order.</summary>
    public ImmutableArray<IProjection> Projections { get; init; } = [];

    /// <summary>Who we are.</summary>
    public required OwnerIdentity Owner { get; init; }

    /// <summary>Settings.</summary>
    public required EngineOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance from 0 to 1, for the jitter of retries.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    /// <summary>By which other processes wake the owner of a run; null: only the lease renewal looks for messages.</summary>
    public IBell? Bell { get; init; }

    /// <summary>Told of things that go wrong beside the run (a projection, a renewal); for a log or the screen.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>Told what attempts do while they run: number of the node and the text. Not journalled.</summary>
    public Action<int, string> Progress { get; init; } = (_, _) => { };
}
