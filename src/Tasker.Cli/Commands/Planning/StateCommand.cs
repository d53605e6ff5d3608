using System.CommandLine;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state</c>: the state of a plan.</summary>
internal static class StateCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("init", "Begin a plan for a target directory.", InitStateCommand.Fill),
        new("status", "Show the phase, the tasks, and what is ready.", StatusCommand.Fill),
        new("ready", "List the tasks that may start, one a line.", ReadyCommand.Fill) { Aliases = ["ready-tasks"] },
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);
}
