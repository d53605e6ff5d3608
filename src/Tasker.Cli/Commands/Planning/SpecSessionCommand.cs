using System.CommandLine;
using Tasker.Planning.Interview;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker spec session</c>: the making of a specification step by step, for scripts and agents; <c>tasker specify</c> is the interview.</summary>
internal static class SpecSessionCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("init", "Begin a session about a topic.", Init),
        new("status", "Show how far the session is.", (command, scope) => Plain(command, scope, session => session.Status())) { Aliases = ["show"] },
        new("set", "Set a part of the specification, such as its goal or when it is done.", Set),
        new("add-question", "Keep a question that has no answer yet.", AddQuestion),
        new("resolve-question", "Keep the answer to a question.", Resolve),
        new("add-decision", "Keep a decision.", AddDecision),
        new("next-adr", "Write the number of the next decision record.", (command, scope) => Plain(command, scope, session => session.NextAdr())),
        new("advance", "Go to the next phase when the session knows what this one asks for.", Advance),
        new("gate", "Tell whether the session knows enough to be written down: 0 PASSED, 1 FAILED.", (command, scope) => Plain(command, scope, session => session.Gate())),
    ];

    public static void Fill(Command command, PlanningScope scope) => scope.Add(command, Entries);

    /// <summary>Where the session lies.</summary>
    public static Option<string?> Target(Command command)
    {
        var target = new Option<string?>("--target-dir", "--target") { Description = "The target directory; default: that of the nearest session upwards.", HelpName = "dir" };
        command.Options.Add(target);
        return target;
    }

    /// <summary>The target directory that is meant.</summary>
    public static string TargetOf(ParsedCall call, Option<string?> target) =>
        call.Get(target) is { Length: > 0 } typed ? Path.TrimEndingDirectorySeparator(call.Session.FullPath(typed))
        : call.FolderOption is not null ? call.Folder.Parent : SessionAnswers.Find(call.Session.Directory);

    private static void Init(Command command, PlanningScope scope)
    {
        var topic = new Argument<string>("topic") { Description = "What is to be specified." };
        var force = new Option<bool>("--force") { Description = "Put a session that is not complete aside." };
        command.Arguments.Add(topic);
        command.Options.Add(force);
        var target = Target(command);
        scope.Does(command, async (call, cancellationToken) =>
        {
            // A new session belongs where one stands, not into the directory above that has one by chance.
            var directory = call.Get(target) is null && call.FolderOption is null ? call.Session.Directory : TargetOf(call, target);
            return await call.TellAsync(await new SessionAnswers(directory, call.Session.Time).BeginAsync(call.Get(topic)!, call.Get(force), cancellationToken));
        });
    }

    private static void Set(Command command, PlanningScope scope)
    {
        var field = new Argument<string>("field") { Description = $"One of {string.Join(", ", SpecField.All.Select(one => one.Name))}.", HelpName = "field" };
        var values = new Argument<string[]>("value") { Description = "What it is; several for a list, none to take it back.", Arity = ArgumentArity.ZeroOrMore };
        var add = new Option<bool>("--add") { Description = "Add to a list, in place of making it anew." };
        field.CompletionSources.Add([.. SpecField.All.Select(one => one.Name)]);
        command.Arguments.Add(field);
        command.Arguments.Add(values);
        command.Options.Add(add);
        Changing(command, scope, (call, session, cancellationToken) => session.SetAsync(call.Get(field)!, call.Get(values) ?? [], call.Get(add), cancellationToken));
    }

    private static void AddQuestion(Command command, PlanningScope scope)
    {
        var question = Text(command, "question", "The question.");
        var blocking = new Option<bool>("--blocking") { Description = "Nothing can be written down without an answer." };
        command.Options.Add(blocking);
        Changing(command, scope, (call, session, cancellationToken) => session.AddQuestionAsync(call.Get(question)!, call.Get(blocking), cancellationToken));
    }

    private static void Resolve(Command command, PlanningScope scope)
    {
        var (question, answer) = (Text(command, "question", "The question, or its beginning."), Text(command, "resolution", "The answer."));
        Changing(command, scope, (call, session, cancellationToken) => session.ResolveAsync(call.Get(question)!, call.Get(answer)!, cancellationToken));
    }

    private static void AddDecision(Command command, PlanningScope scope)
    {
        var decision = Text(command, "decision", "What was decided.");
        var adr = new Option<string?>("--adr") { Description = "The record that explains it, such as ADR-0001.", HelpName = "id" };
        command.Options.Add(adr);
        Changing(command, scope, (call, session, cancellationToken) => session.DecideAsync(call.Get(decision)!, call.Get(adr), cancellationToken));
    }

    private static void Advance(Command command, PlanningScope scope)
    {
        var force = new Option<bool>("--force") { Description = "Whatever is missing." };
        command.Options.Add(force);
        Changing(command, scope, (call, session, cancellationToken) => session.AdvanceAsync(call.Get(force), cancellationToken));
    }

    private static Argument<string> Text(Command command, string name, string description)
    {
        var text = new Argument<string>(name) { Description = description };
        command.Arguments.Add(text);
        return text;
    }

    private static void Plain(Command command, PlanningScope scope, Func<SessionAnswers, Tasker.Planning.PlanningAnswer> ask) =>
        Changing(command, scope, (_, session, _) => Task.FromResult(ask(session)));

    private static void Changing(Command command, PlanningScope scope, Func<ParsedCall, SessionAnswers, CancellationToken, Task<Tasker.Planning.PlanningAnswer>> change)
    {
        var target = Target(command);
        scope.Does(command, async (call, cancellationToken) =>
            await call.TellAsync(await change(call, new SessionAnswers(TargetOf(call, target), call.Session.Time), cancellationToken)));
    }
}
