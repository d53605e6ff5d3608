using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Planning;

namespace Tasker.Cli.Commands.Planning;

/// <summary>One invocation of a command about plans whose words the parser read.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="parse">What was typed.</param>
/// <param name="folder">The planning folder as typed; null: none.</param>
/// <param name="wantsJson">True when the answer is JSON.</param>
/// <param name="command">The command, for those who wait for its lock.</param>
internal sealed class ParsedCall(Session session, ParseResult parse, string? folder, bool wantsJson, string command) : PlanningCall(session, folder, wantsJson, command)
{
    /// <summary>What was typed for an argument.</summary>
    public T? Get<T>(Argument<T> argument) => parse.GetValue(argument);

    /// <summary>What was typed for an option.</summary>
    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>The full path that was typed for an argument. An empty one is mostly a variable of a script that is not set: it names nothing, not the current folder.</summary>
    /// <exception cref="PlanningException">It is empty.</exception>
    public string PathOf(Argument<string> argument) => Get(argument) is { Length: > 0 } typed ? Session.FullPath(typed)
        : throw new PlanningException(PlanningCodes.Usage, $"<{argument.Name}> is empty. It is: {argument.Description} '.' names the current folder.");

    /// <summary>True when the option was typed.</summary>
    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };
}
