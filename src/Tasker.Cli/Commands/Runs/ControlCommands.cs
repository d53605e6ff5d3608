using System.CommandLine;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Engine.Control;

namespace Tasker.Cli.Commands.Runs;

/// <summary>The commands that ask something of a run: pause, resume, abort, skip, retry, approve, refuse, checkpoint, restore.</summary>
internal static class ControlCommands
{
    public static IEnumerable<Command> Create(Session session)
    {
        yield return Plain(session, "pause", "Start nothing new; what is under way ends.", "paused");
        yield return Plain(session, "resume", "Go on with a run: after a pause, or here when nobody hosts it any more.", "resumed");
        yield return Abort(session);
        yield return OfStep(session, "skip", "Do not run a step; those that need it count it as done.", "skipped", isRequired: true);
        yield return OfStep(session, "retry", "Try a failed step again, or all that is not done of a run that has ended.", "will be tried again", isRequired: false);
        yield return Answer(session, "approve", "Answer yes to a step that asks.", "approved");
        yield return Answer(session, "refuse", "Answer no to a step that asks; it fails.", "refused");
        yield return Named(session, "checkpoint", "Remember this point of a run under a name.", "remembered");
        yield return Named(session, "restore", "Run anew what ended after a checkpoint.", "restored");
    }

    private static Command Plain(Session session, string name, string description, string done)
    {
        var shared = new Shared();
        var command = shared.AddTo(new Command(name, description));
        command.SetAction((parse, token) => Asking(session, shared, parse, done).AskAsync(new ControlMessage(name, session.User), token));
        return command;
    }

    private static Command Abort(Session session)
    {
        var shared = new Shared();
        var reason = new Option<string?>("--reason", "-m") { Description = "Why; kept in the journal and shown with the run.", HelpName = "text" };
        var command = shared.AddTo(new Command("abort", "Stop a run for good. Asked twice, also what must always run is stopped."), reason);
        command.SetAction((parse, token) => Asking(session, shared, parse, "stopping").AskAsync(
            new ControlMessage("abort", session.User, Text: parse.GetValue(reason) ?? ""), token));
        return command;
    }

    private static Command OfStep(Session session, string name, string description, string done, bool isRequired)
    {
        var shared = new Shared();
        var step = Step(isRequired);
        var command = shared.AddTo(new Command(name, description), step);
        command.SetAction((parse, token) => Asking(session, shared, parse, done).AskAsync(
            new ControlMessage(name, session.User, parse.GetValue(step) ?? ""), token));
        return command;
    }

    private static Command Answer(Session session, string name, string description, string done)
    {
        var shared = new Shared();
        var step = Step(isRequired: false);
        var comment = new Option<string?>("--comment", "-m") { Description = "Why; kept in the journal.", HelpName = "text" };
        var command = shared.AddTo(new Command(name, description), step, comment);
        command.SetAction((parse, token) => Asking(session, shared, parse, done).AskAsync(
            new ControlMessage(name, session.User, parse.GetValue(step) ?? "", parse.GetValue(comment) ?? ""), token));
        return command;
    }

    private static Command Named(Session session, string name, string description, string done)
    {
        var shared = new Shared();
        var point = new Argument<string>("name") { Description = "Name of the checkpoint." };
        var command = shared.AddTo(new Command(name, description), point);
        command.SetAction((parse, token) => Asking(session, shared, parse, done).AskAsync(
            new ControlMessage(name, session.User, Text: parse.GetRequiredValue(point)), token));
        return command;
    }

    private static Argument<string?> Step(bool isRequired) => new("step")
    {
        Description = "Full id of the step, as 'tasker runs show' lists it.",
        Arity = isRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
    };

    private static ControlRequest Asking(Session session, Shared shared, ParseResult parse, string done) => new(
        session, Project.Of(session, parse.GetValue(shared.Project)), parse.GetRequiredValue(shared.Run), done, parse.GetValue(shared.Json), parse.GetValue(shared.Quiet));

    /// <summary>What all of them take.</summary>
    private sealed class Shared
    {
        public Argument<string> Run { get; } = PlanOptions.Run();

        public Option<bool> Json { get; } = PlanOptions.Json();

        public Option<bool> Quiet { get; } = PlanOptions.Quiet();

        public Option<string?> Project { get; } = PlanOptions.Project();

        public Command AddTo(Command command, params Symbol[] more)
        {
            command.Arguments.Add(Run);
            foreach (var symbol in more)
            {
                if (symbol is Argument argument)
                {
                    command.Arguments.Add(argument);
                }
                else if (symbol is Option option)
                {
                    command.Options.Add(option);
                }
            }

            command.Options.Add(Json);
            command.Options.Add(Quiet);
            command.Options.Add(Project);
            return command;
        }
    }
}
