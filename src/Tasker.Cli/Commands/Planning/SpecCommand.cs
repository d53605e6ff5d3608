using System.CommandLine;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker spec</c>: the specification before it is planned.</summary>
internal static class SpecCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("review", "Review a specification, or ask about its review.", SpecReviewCommand.Fill),
        new("session", "Make a specification step by step: questions, answers, decisions, the gate.", SpecSessionCommand.Fill),
        new("generate", "Write the documents of a session: the specification, records of decisions.", SpecGenerateCommand.Fill),
        .. SpecReviewCommand.Entries.Where(e => e.Name != "analyze").Select(e => e with { IsHidden = true }),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);
}
