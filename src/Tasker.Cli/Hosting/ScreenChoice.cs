using Tasker.Cli.Screens;

namespace Tasker.Cli.Hosting;

/// <summary>How a run is shown.</summary>
/// <param name="IsQuiet">Failures and the result only.</param>
/// <param name="IsJson">JSON lines on standard output, text on standard error.</param>
internal sealed record ScreenChoice(bool IsQuiet = false, bool IsJson = false)
{
    /// <summary>The screen that fits what was asked for and what is there.</summary>
    public IRunScreen Make(ScreenParts parts)
    {
        var session = parts.Session;
        if (IsJson)
        {
            return new JsonScreen(session.Out, new PlainScreen(session.Error, session.ErrorInk, parts with { IsQuiet = true }));
        }

        return session.OutIsTerminal && session.WantsColour && string.IsNullOrEmpty(session.Variable("CI")) && !IsQuiet
            ? new LiveScreen(session.Out, session.OutInk, parts)
            : new PlainScreen(session.Out, session.OutInk, parts);
    }
}
