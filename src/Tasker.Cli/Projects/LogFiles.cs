using System.Collections.Immutable;
using System.Globalization;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Core.Templates;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Projects;

/// <summary>The logs of a project.</summary>
/// <param name="project">The project.</param>
internal sealed class LogFiles(Project project)
{
    /// <summary>The project.</summary>
    public Project Project => project;

    /// <summary>The folder of a run's logs.</summary>
    public string FolderOf(string runId) => Path.Combine(project.LogFolder, runId);

    /// <summary>The log of one attempt, as the engine names it.</summary>
    public string PathOf(string runId, string stepId, int attempt) =>
        Path.Combine(FolderOf(runId), stepId.Replace('/', '+') + "." + attempt.ToString(CultureInfo.InvariantCulture) + ".log");

    /// <summary>
    /// Where the output of an attempt is to be read while it goes on: where standard output is wanted by itself it comes into a file of its own
    /// first, and the log is put together at the end.
    /// </summary>
    public string LivePathOf(string runId, string stepId, int attempt) =>
        PathOf(runId, stepId, attempt) is var log && new FileInfo(log) is not { Exists: true, Length: > 0 } && File.Exists(log + ".out") ? log + ".out" : log;

    /// <summary>The last lines of a log, fit to be shown.</summary>
    public static IReadOnlyList<string> Last(string path, SecretMask mask, int count)
    {
        var tail = new LogTail(path, mask, fromEnd: true);
        var lines = new List<string>();
        while (tail.ReadNew(ended: true) is { Count: > 0 } more)
        {
            lines.AddRange(more);
        }

        while (lines.Count > 0 && string.IsNullOrWhiteSpace(lines[^1]))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines.Count <= count ? lines : lines[^count..];
    }

    /// <summary>What must not be shown of a run of a project. Settings that cannot be read count as none.</summary>
    public static SecretMask MaskFor(Session session, Project project, Workflow workflow) =>
        MaskFor(session, project.ReadSettings(session).Value ?? ProjectSettings.Default, workflow);

    /// <summary>What must not be shown of the output of a step while it goes on: also secret variables that it is given itself.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="settings">The settings of the project.</param>
    /// <param name="run">The run, where it is folded: variables may be filled with outputs of other steps.</param>
    /// <param name="node">The step.</param>
    /// <param name="common">What must not be shown of the run, where it is known already: a step without variables of its own has the same.</param>
    public static SecretMask MaskFor(Session session, ProjectSettings settings, RunState run, int node, SecretMask? common = null)
    {
        var own = ((StepSpec)run.SpecOf(node)).Action switch
        {
            StepAction.Run step => step.Command.Env,
            StepAction.Agent step => step.Env,
            _ => ImmutableSortedDictionary<string, string>.Empty,
        };
        if (common is not null && own.IsEmpty && !run.Workflow.Env.Values.Any(value => value.Contains("${{", StringComparison.Ordinal)))
        {
            return common;
        }

        var scope = new RunScope(run, node);
        var given = run.Workflow.Env.Concat(own).Select(v => KeyValuePair.Create(v.Key, Filled(v.Value, scope)));
        return SecretMask.OfVariables(
            [.. session.AllVariables(), .. settings.Agents.Values.SelectMany(agent => agent.Env), .. run.Workflow.Env, .. given], settings.Secrets);
    }

    private static string Filled(string text, RunScope scope) => Template.Parse(text, default).Value?.Render(scope).Text ?? text;

    /// <summary>What must not be shown: secret variables of this process, of the agents of the project and of the workflow.</summary>
    public static SecretMask MaskFor(Session session, ProjectSettings settings, Workflow workflow) =>
        SecretMask.OfVariables(
            [.. session.AllVariables(), .. settings.Agents.Values.SelectMany(agent => agent.Env), .. workflow.Env], settings.Secrets);
}
