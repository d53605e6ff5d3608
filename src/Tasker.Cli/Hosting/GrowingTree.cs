using System.Collections.Immutable;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Growing;
using Tasker.Formats.TaskTree.Running;

namespace Tasker.Cli.Hosting;

/// <summary>Has new task files become part of the run of their tree, and tells of those that cannot.</summary>
internal sealed class GrowingTree
{
    private readonly Session _session;
    private readonly Project _project;
    private readonly string _tasks;
    private readonly Action<string> _report;
    private readonly TreeGrowth _growth;

    /// <param name="session">The surroundings.</param>
    /// <param name="project">The project.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="workflow">The workflow of the run.</param>
    /// <param name="report">Told what people should see besides.</param>
    public GrowingTree(Session session, Project project, ProjectSettings settings, Workflow workflow, Action<string> report)
    {
        (_session, _project, _report, _tasks) = (session, project, report, Path.Combine(project.Root, workflow.Source));
        _growth = new TreeGrowth(
            project.Root, workflow, TreePlan.PlaceOf(workflow), settings.Tree, session.Time,
            found => report(PlanReader.Shown(session, project, [found])[0].ToString()));
    }

    /// <summary>Where the new nodes come from.</summary>
    public IGrowth Source => _growth;

    /// <summary>
    /// What is wrong with files that came and were not mended; each was told when it was found. With some the tree is not done, whatever
    /// became of the run.
    /// </summary>
    public ImmutableArray<Diagnostic> Unusable => PlanReader.Shown(_session, _project, _growth.Unusable);

    /// <summary>Executors that look after inputs and outputs of tasks, and for new tasks when one ends.</summary>
    public ImmutableArray<IExecutor> Around(ImmutableArray<IExecutor> executors) =>
        [.. executors.Select(IExecutor (executor) => new TaskAttempts(executor, () => _growth.Look()))];

    /// <summary>Begins to look, also when nothing ends.</summary>
    /// <returns>Ends the watching.</returns>
    public IDisposable Begin(RunHost host)
    {
        _growth.Begin(host.State);
        return new TreeWatcher(
            _tasks, _session.Time,
            () =>
            {
                if (_growth.Look())
                {
                    host.Post(new RunInput.Tick());
                }
            },
            _report);
    }
}
