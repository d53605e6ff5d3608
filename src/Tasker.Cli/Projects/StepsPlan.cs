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
    /// <remarks>Paths of a plan of steps start at the project root, where its <c>.claude/</c> lies too.</remarks>
    public static async Task<ParseResult<Workflow>> ReadAsync(
        Session session, Project project, ProjectSettings settings, string file, StepRequest request, StepsAside aside, CancellationToken cancellationToken)
    {
        var spec = await new SpecFile(project.Root, project.Below(file), session.Time).ReadAsync(cancellationToken);
        var result = Translate(project, settings, spec, request, aside);
        return result with { Diagnostics = PlanReader.Shown(session, project, result.Diagnostics) };
    }

    /// <summary>Why the outcome of a run could not be noted in its plan; null when it can, and for plans that nothing is noted in.</summary>
    public static ParseResult<Workflow> CanBeMarked(Session session, Project project, Workflow workflow)
    {
        var problem = workflow.FrontDoor == StepsTranslator.FrontDoor
            ? new SpecFile(project.Root, workflow.Source, session.Time).WhyNotWritable()
            : null;
        return problem is null
            ? new ParseResult<Workflow>(workflow, [])
            : new ParseResult<Workflow>(null, PlanReader.Shown(session, project, [problem]));
    }

    private static ParseResult<Workflow> Translate(Project project, ProjectSettings settings, ParseResult<SpecDocument> read, StepRequest request, StepsAside aside)
    {
        var found = new DiagnosticBag();
        found.AddRange(read.Diagnostics);
        var definitions = Definitions(project, found);
        if (read.Value is not { } spec || definitions is null)
        {
            return new ParseResult<Workflow>(null, found.ToImmutable());
        }

        var selection = request.Resolve(spec);

        // While a request is gone on with, what it says about its steps was told already.
        found.AddRange(selection.Diagnostics.Where(told => aside.Done.IsEmpty || told.Severity is not Severity.Note));
        if (selection.Value is not { } steps || found.HasErrors)
        {
            return new ParseResult<Workflow>(null, found.ToImmutable());
        }

        steps = steps with { Steps = [.. steps.Steps.Where(number => !aside.Done.Contains(number))] };
        var workflow = StepsTranslator.Translate(new StepsSource(
            spec, definitions, steps, AgentCatalog.Read(project.Root, settings), settings.Steps, () => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)))
        {
            UnderWay = aside.UnderWay,
        });
        found.AddRange(workflow.Diagnostics);
        return new ParseResult<Workflow>(workflow.Value, found.ToImmutable());
    }

    private static StepDefinitions? Definitions(Project project, DiagnosticBag found)
    {
        if (!File.Exists(Path.Combine(project.Root, StepDefinitions.UsualPath)))
        {
            found.AddRange(StepDefinitions.Mislaid(path => File.Exists(Path.Combine(project.Root, path))));
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
