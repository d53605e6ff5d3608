using System.CommandLine;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs …</c>: everything about runs that are there.</summary>
internal static class RunsCommand
{
    public static void Fill(Command command, Session session)
    {
        command.Subcommands.Add(ListCommand.Create(session));
        command.Subcommands.Add(ShowCommand.Create(session));
        command.Subcommands.Add(WatchCommand.Create(session));
        command.Subcommands.Add(LogsCommand.Create(session));
        foreach (var control in ControlCommands.Create(session))
        {
            command.Subcommands.Add(control);
        }

        command.Subcommands.Add(HistoryCommand.Create(session));
        command.Subcommands.Add(DeleteCommand.Create(session));
        command.Subcommands.Add(KeepCommand.Create(session));
    }
}
