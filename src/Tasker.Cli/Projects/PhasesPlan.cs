using System.Collections.Immutable;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.PhaseTasks.Templates;
using Tasker.Formats.PhaseTasks.Translation;
using Tasker.Formats.Text;

namespace Tasker.Cli.Projects;

/// <summary>Reads a task of phases.</summary>
internal static class PhasesPlan
{
    /// <summary>The workflow of a task.</summary>
    public static ParseResult<Workflow> Read(
        Session session, Project project, ProjectSettings settings, string file, PlanRequest request, ImmutableSortedSet<string> stepTypes)
    {
        var below = project.Below(file);
        var read = new ProjectFolder(project.Root).Read(below);
        if (read.Bytes is not { } bytes)
        {
            var shown = session.ShortPath(file);
            return new ParseResult<Workflow>(
                null, [new Diagnostic(PlanReader.Unreadable, Severity.Error, new Place(shown), $"'{shown}' {read.Problem}.", "", "Name a task file.")]);
        }

        var task = PhaseTaskReader.Read(below, bytes.Span, stepTypes);
        if (!task.IsUsable)
        {
            return new ParseResult<Workflow>(null, PlanReader.Shown(session, project, task.Diagnostics));
        }

        var workflow = PhaseTranslator.Translate(task.Value, below, new PhaseTranslation
        {
            Settings = Asked(settings.Phases, request),
            Agents = AgentCatalog.Read(project.Root, settings),
            Pools = settings.Pools,
            TemplateProblem = new PhaseRenderer(session.Time).ProblemOf,
        });
        var found = new DiagnosticBag();
        found.AddRange(task.Diagnostics);
        found.AddRange(workflow.Diagnostics);
        return new ParseResult<Workflow>(workflow.Value, PlanReader.Shown(session, project, found.ToImmutable()));
    }

    private static PhaseSettings Asked(PhaseSettings settings, PlanRequest request) => settings with
    {
        MaxConcurrent = request.MaxPhases ?? settings.MaxConcurrent,
        MaxExecutionTime = request.TimeLimit is { } limit && !(settings.MaxExecutionTime < limit) ? limit : settings.MaxExecutionTime,
    };
}
