using Tasker.Cli.Screens;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Cli.Hosting;

/// <summary>How a run is shown.</summary>
/// <param name="IsQuiet">Failures and the result only.</param>
/// <param name="IsJson">JSON lines on standard output, text on standard error.</param>
/// <param name="Steps">The look of steps of a <c>SPEC.md</c>; null: the screen of any workflow.</param>
/// <param name="IsEvents">Events of a task of phases as JSON lines on standard output, text on standard error.</param>
/// <param name="IsPlain">Lines instead of a screen that repaints itself, because somebody is asked between them.</param>
internal sealed record ScreenChoice(bool IsQuiet = false, bool IsJson = false, StepsStyle? Steps = null, bool IsEvents = false, bool IsPlain = false)
{
    /// <summary>The look of a workflow when nothing else was asked for.</summary>
    public static ScreenChoice For(Workflow workflow, bool quiet, bool json) =>
        new(quiet, json, workflow.FrontDoor == StepsTranslator.FrontDoor && (json || !quiet) ? StepsStyle.Indented : null);

    /// <summary>The screen that fits what was asked for and what is there.</summary>
    public IRunScreen Make(ScreenParts parts)
    {
        var session = parts.Session;
        if (Steps is not null)
        {
            return new StepsScreen(parts, IsJson);
        }

        if (IsEvents || IsJson)
        {
            var text = new PlainScreen(session.Error, session.ErrorInk, parts with { IsQuiet = true });
            return IsEvents ? new EventsScreen(session.Out, text, parts.Mask) : new JsonScreen(session.Out, text, parts.Mask);
        }

        return session.OutIsTerminal && session.WantsColour && string.IsNullOrEmpty(session.Variable("CI")) && !IsQuiet && !IsPlain
            ? new LiveScreen(session.Out, session.OutInk, parts)
            : new PlainScreen(session.Out, session.OutInk, parts);
    }
}
