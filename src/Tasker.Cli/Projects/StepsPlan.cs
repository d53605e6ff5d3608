using System.Security.Cryptography;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Steps.Files;
using Tasker.Formats.Steps.Requests;
using Tasker.Formats.Steps.Spec;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Cli.Projects;

/// <summary>Reads what steps of a <c>SPEC.md</c> are made from.</summary>
internal static class StepsPlan
{
    /// <summary>The workflow of a request.</summary>
    /// <remarks>Paths of a plan of steps start at the folder of its <c>SPEC.md</c>, which is the project root.</remarks>
    public static ParseResult<Workflow> Read(Session session, Project project, ProjectSettings settings, string file, StepRequest request)
    {
        var result = Read(project, settings, Path.GetRelativePath(project.Root, file).Replace('\\', '/'), request);
        return result with { Diagnostics = PlanReader.Shown(session, project, result.Diagnostics) };
    }

    /// <summary>The workflow, if its outcome could be noted in the file: asked before work begins, so that none is done in vain.</summary>
    public static ParseResult<Workflow> Markable(Session session, Project project, string file, Workflow workflow)
    {
        var spec = new SpecFile(project.Root, Path.GetRelativePath(project.Root, file).Replace('\\', '/'), session.Time);
        return spec.WhyNotWritable() is { } refusal
            ? new ParseResult<Workflow>(null, PlanReader.Shown(session, project, [refusal]))
            : new ParseResult<Workflow>(workflow, []);
    }

    private static ParseResult<Workflow> Read(Project project, ProjectSettings settings, string file, StepRequest request)
    {
        var found = new DiagnosticBag();
        if (Spec(project, file, found) is not { } spec || Definitions(project, found) is not { } definitions)
        {
            return new ParseResult<Workflow>(null, found.ToImmutable());
        }

        var selection = request.Resolve(spec);
        found.AddRange(selection.Diagnostics);
        if (selection.Value is not { } steps || found.HasErrors)
        {
            return new ParseResult<Workflow>(null, found.ToImmutable());
        }

        var workflow = StepsTranslator.Translate(new StepsSource(
            spec, definitions, steps, AgentCatalog.Read(project.Root, settings), settings.Steps, () => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4))));
        found.AddRange(workflow.Diagnostics);
        return new ParseResult<Workflow>(workflow.Value, found.ToImmutable());
    }

    private static SpecDocument? Spec(Project project, string file, DiagnosticBag found)
    {
        if (ReadFile(project, file, found) is not { } bytes)
        {
            return null;
        }

        var spec = SpecDocument.Parse(file, bytes);
        found.AddRange(spec.Diagnostics);
        return spec.Value;
    }

    private static StepDefinitions? Definitions(Project project, DiagnosticBag found)
    {
        if (!File.Exists(Path.Combine(project.Root, StepDefinitions.UsualPath)))
        {
            return StepDefinitions.None;
        }

        if (ReadFile(project, StepDefinitions.UsualPath, found) is not { } bytes)
        {
            return null;
        }

        var definitions = StepDefinitions.Parse(StepDefinitions.UsualPath, bytes);
        found.AddRange(definitions.Diagnostics);
        return definitions.Value;
    }

    private static byte[]? ReadFile(Project project, string below, DiagnosticBag found)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(project.Root, below));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            found.Error(PlanReader.Unreadable, new Place(below), $"'{below}' cannot be read: {closed.Message}", "", "Make it readable.");
            return null;
        }
    }
}
