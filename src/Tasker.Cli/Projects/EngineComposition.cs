using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tasker.Core.Workflows;
using Tasker.Engine.Control;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Executors.InProcess;
using Tasker.Executors.Monitors;
using Tasker.Executors.Processes;
using Tasker.Formats.PhaseTasks.Templates;

namespace Tasker.Cli.Projects;

/// <summary>Puts the engine of a project together: the one place where journal, executors and projections meet.</summary>
internal static class EngineComposition
{
    /// <summary>The parts of an engine.</summary>
    /// <param name="project">The project.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="host">The machine's processes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="projections">Outside views.</param>
    public static EngineParts Compose(
        Project project, ProjectSettings settings, IJournal journal, ProcessHost host, TimeProvider time, ImmutableArray<IProjection> projections) => new()
        {
            Journal = journal,
            Executors = [new ProcessExecutor(host), new LateAgents(host, settings, new AgentExecutorOptions { CacheFolder = project.AnswerFolder, ReadsCache = !settings.AsksAnew }), new HandlerExecutor(ImmutableDictionary<string, StepHandler>.Empty)],
            Renderers = [new PhaseRenderer(time)],
            Monitors = new MonitorRunner(host),
            Projections = projections,
            Owner = OwnerProcess.Current(),
            Bell = new SocketBell(project.StorePath),
            Time = time,
            Options = new EngineOptions
            {
                Root = project.Root,
                LogFolder = project.LogFolder,
                Grace = settings.Grace,
                LogLimit = settings.LogLimit,
                SecretNames = [.. settings.Secrets],
            },
        };

    /// <summary>The executor of agents, made when the first agent is asked: most runs have none.</summary>
    private sealed class LateAgents(ProcessHost host, ProjectSettings settings, AgentExecutorOptions options) : IExecutor
    {
        private readonly Lazy<IExecutor> _agents = new(() => Make(host, settings, options));

        public bool Does(StepAction action) => action is StepAction.Agent;

        public Task<Core.Runs.AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop) =>
            _agents.Value.RunAsync(order, observer, stop);

        public Task<Core.Runs.AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop) =>
            _agents.Value.ReattachAsync(order, handle, observer, stop);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static AgentExecutor Make(ProcessHost host, ProjectSettings settings, AgentExecutorOptions options) => new(host, settings, options);
    }
}
