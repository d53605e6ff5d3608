using System.CommandLine;
using Tasker.Cli.Sessions;

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

    /// <summary>True when the option was typed.</summary>
    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };
}
