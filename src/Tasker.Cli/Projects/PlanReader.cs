using System.Collections.Immutable;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.Steps.Requests;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Cli.Projects;

/// <summary>Reads a plan by the front door that its file asks for.</summary>
internal static class PlanReader
{
    /// <summary>Code of the finding that a file of the plan cannot be read.</summary>
    internal const string Unreadable = "TSK5011";

    /// <summary>Types of step that are registered with the engine of this program.</summary>
    private static readonly ImmutableSortedSet<string> StepTypes = ["noop"];

    /// <summary>Finds and reads the plan of a path.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="request">What was typed.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed.</param>
    /// <returns>The plan, or every reason why there is none.</returns>
    public static async Task<ParseResult<Plan>> ReadAsync(Session session, PlanRequest request, CancellationToken cancellationToken)
    {
        var found = Find(session, request);
        return found.Value is { } plan
            ? await ReadAsync(session, request, plan, found.Diagnostics, cancellationToken)
            : new ParseResult<Plan>(null, found.Diagnostics);
    }

    /// <summary>Finds and checks every plan of a path: one, or all tasks of phases of a folder. With no more memory than that takes.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="request">What was typed.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed.</param>
    /// <returns>At least one result, each with the path as it is shown.</returns>
    public static async Task<IReadOnlyList<(string Path, ParseResult<CheckedPlan> Checked)>> CheckAllAsync(
        Session session, PlanRequest request, CancellationToken cancellationToken)
    {
        var named = TaskNames.Resolve(session, request);
        var found = named.Value is { } path ? FrontDoorFinder.FindAll(session.FullPath(path), path) : new(null, named.Diagnostics);
        var all = new List<(string, ParseResult<CheckedPlan>)>();
        foreach (var plan in found.Value ?? [])
        {
            var shown = found.Value!.Count == 1 ? request.Path : session.ShortPath(plan.Path);
            all.Add((shown, await CheckAsync(session, request, plan, found.Diagnostics, cancellationToken)));
        }

        return all.Count > 0 ? all : [(request.Path, new ParseResult<CheckedPlan>(null, found.Diagnostics))];
    }

    /// <summary>
    /// A tree as it lies and is run, without its tasks: what is known of it whatever its files say. Null when the path is no tree, or its
    /// settings cannot be used.
    /// </summary>
    public static Plan? TreeOf(Session session, PlanRequest request)
    {
        if (Find(session, request).Value is not { Door: FrontDoor.TaskTree } found)
        {
            return null;
        }

        var project = Project.OfPlan(found.Path);
        return project.ReadSettings(session) is { IsUsable: true, Value: { } settings } ? TreePlan.Empty(project, settings, found) : null;
    }

    private static ParseResult<FoundPlan> Find(Session session, PlanRequest request)
    {
        var named = TaskNames.Resolve(session, request);
        return named.Value is { } path
            ? FrontDoorFinder.Find(session.FullPath(path), path)
            : new ParseResult<FoundPlan>(null, named.Diagnostics);
    }

    private static async Task<ParseResult<CheckedPlan>> CheckAsync(
        Session session, PlanRequest request, FoundPlan plan, ImmutableArray<Diagnostic> found, CancellationToken cancellationToken)
    {
        if (plan.Door is not FrontDoor.TaskTree)
        {
            var read = await ReadAsync(session, request, plan, found, cancellationToken);
            return new ParseResult<CheckedPlan>(
                read.Value is not { Workflow: var workflow } ? null
                    : new CheckedPlan(plan, workflow.FrontDoor, workflow.Name, Steps(workflow.Root)),
                read.Diagnostics);
        }

        var project = Project.OfPlan(plan.Path);
        var settings = project.ReadSettings(session);
        if (!settings.IsUsable)
        {
            return new ParseResult<CheckedPlan>(null, settings.Diagnostics);
        }

        var tree = TreePlan.Check(session, project, settings.Value, plan);
        return tree with { Diagnostics = [.. found, .. settings.Diagnostics, .. tree.Diagnostics] };
    }

    private static async Task<ParseResult<Plan>> ReadAsync(
        Session session, PlanRequest request, FoundPlan plan, ImmutableArray<Diagnostic> found, CancellationToken cancellationToken)
    {
        var project = Project.OfPlan(plan.Path);
        var settings = project.ReadSettings(session);
        if (!settings.IsUsable)
        {
            return new ParseResult<Plan>(null, settings.Diagnostics);
        }

        if (plan.Door is FrontDoor.TaskTree)
        {
            var tree = TreePlan.Read(session, project, settings.Value, plan);
            return tree with { Diagnostics = [.. found, .. settings.Diagnostics, .. tree.Diagnostics] };
        }

        var workflow = plan.Door switch
        {
            FrontDoor.Steps => await StepsPlan.ReadAsync(
                session, project, settings.Value, plan.Path, new StepRequest.All(), StepsAside.None, cancellationToken),
            FrontDoor.PhaseTask => PhasesPlan.Read(session, project, settings.Value, plan.Path, request, StepTypes),
            _ => ReadYaml(session, project, settings.Value, plan.Path),
        };
        return new ParseResult<Plan>(
            workflow.Value is { } read ? new Plan(plan, project, settings.Value, read) : null,
            [.. found, .. settings.Diagnostics, .. workflow.Diagnostics]);
    }

    private static int Steps(GroupSpec group) => group.Members.Sum(member => member is GroupSpec inner ? Steps(inner) : 1);

    private static ParseResult<Workflow> ReadYaml(Session session, Project project, ProjectSettings settings, string file)
    {
        // The project root may be the working directory of the user or far above it; places are told as the user can open them.
        var below = Path.GetRelativePath(project.Root, file).Replace('\\', '/');
        var files = new ProjectFolder(project.Root);
        var read = files.Read(below);
        if (read.Bytes is not { } bytes)
        {
            var shown = session.ShortPath(file);
            return new ParseResult<Workflow>(
                null, [new Diagnostic(Unreadable, Severity.Error, new Place(shown), $"'{shown}' {read.Problem}.", "", "Name a workflow file.")]);
        }

        var result = YamlWorkflowReader.Read(below, bytes.Span, new YamlWorkflowOptions
        {
            Files = files,
            StepTypes = StepTypes,
            Agents = NeedsAgents(bytes.Span) ? AgentCatalog.Read(project.Root, settings) : null,
            Pools = settings.Pools,
        });
        return result with { Diagnostics = Shown(session, project, result.Diagnostics) };
    }

    /// <summary>Reading the agents of a project costs a walk through its folders: only for those that mention one.</summary>
    private static bool NeedsAgents(ReadOnlySpan<byte> bytes) => bytes.IndexOf("agent"u8) >= 0 || bytes.IndexOf("uses"u8) >= 0;

    /// <summary>Places below the project root as paths from where the user stands.</summary>
    public static ImmutableArray<Diagnostic> Shown(Session session, Project project, ImmutableArray<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Select(d => d.Where.Path.Length == 0 || Path.IsPathRooted(d.Where.Path)
            ? d
            : d with { Where = d.Where with { Path = session.ShortPath(Path.Combine(project.Root, d.Where.Path)) } }),
    ];
}
