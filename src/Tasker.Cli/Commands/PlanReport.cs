using Tasker.Cli.Diagnosing;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;

namespace Tasker.Cli.Commands;

/// <summary>Tells what was found while something was read.</summary>
internal static class PlanReport
{
    /// <summary>Tells all findings: as text on standard error, or as JSON on standard output when it cannot be used.</summary>
    /// <returns>True when what was read can be used.</returns>
    public static async Task<bool> TellAsync<T>(Session session, ParseResult<T> read, bool json)
        where T : class
    {
        if (json && !read.IsUsable)
        {
            await session.Out.WriteLineAsync(JsonText.Object(writer =>
            {
                writer.WriteBoolean("ok", false);
                DiagnosticsJson.Write(writer, read.Diagnostics);
            }));
        }

        if (!read.Diagnostics.IsEmpty)
        {
            await DiagnosticsPrinter.WriteAsync(read.Diagnostics, session.Error, session.ErrorIsTerminal, session);
        }

        return read.IsUsable;
    }
}
