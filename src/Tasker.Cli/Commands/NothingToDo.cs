using Tasker.Cli.Diagnosing;
using Tasker.Cli.Sessions;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Journal;

namespace Tasker.Cli.Commands;

/// <summary>A plan of which every step is done already: a note has said so, no run is made, and JSON is there for those who read it.</summary>
internal static class NothingToDo
{
    public static async Task<int> TellAsync(Session session, Workflow workflow, bool json)
    {
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Raw(writer => StepsReport.WriteJson(writer, workflow)));
        }

        return ExitCode.Done;
    }
}
