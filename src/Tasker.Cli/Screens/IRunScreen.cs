using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Cli.Screens;

/// <summary>Shows a run while it goes on and what came of it.</summary>
internal interface IRunScreen : IProjection, IAsyncDisposable
{
    /// <summary>An attempt tells what it does. Any thread.</summary>
    void Progress(int node, string text);

    /// <summary>Something beside the run went wrong. Any thread.</summary>
    void Report(string text);

    /// <summary>The run is being left because somebody asked. Any thread.</summary>
    void Stopping();

    /// <summary>The host has ended.</summary>
    /// <param name="run">The run as it is now.</param>
    /// <param name="interrupted">True when somebody asked to stop before the run had ended.</param>
    /// <param name="shortfalls">
    /// What is lacking though the run may have succeeded: files that do not show what happened, files that could not be used. People are told
    /// elsewhere.
    /// </param>
    void End(RunState run, bool interrupted, ImmutableArray<Diagnostic> shortfalls);
}
