using System.CommandLine;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs …</c>: everything about runs that are there.</summary>
internal static class RunsCommand
{
    public static void Fill(Command command, Session session)
    {
        command.Subcommands.Add(ListCommand.Create(session));
        command.Subcommands.Add(KeepCommand.Create(session));
    }
}
