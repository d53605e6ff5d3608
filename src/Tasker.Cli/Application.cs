using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tasker.Cli.Commands;
using Tasker.Cli.Commands.Planning;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Cli.Sessions;
using Tasker.Engine.Ports;
using Tasker.Planning;

namespace Tasker.Cli;

/// <summary>The program: parses, runs one command, and turns whatever goes wrong into one message and an exit code.</summary>
internal static class Application
{
    private const int WidestHelp = 100;

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">As typed, without the name of the program.</param>
    /// <param name="session">The surroundings.</param>
    public static async Task<int> RunAsync(string[] arguments, Session session)
    {
        try
        {
            if (arguments is ["--version"])
            {
                await session.Out.WriteLineAsync($"tasker {ProductVersion.Text}");
                return ExitCode.Done;
            }

            // Shared options may stand before the script, and between the script and its words.
            arguments = PlainCommands.WithSharedBehind(ShimCommand.Translate(PlainCommands.WithSharedBehind(arguments)));
            return await (PlainCommands.TryRun(arguments, session) ?? ParseAndRunAsync(arguments, session));
        }
        catch (CommandException ended)
        {
            await TellAsync(session, ended.Message);
            return ended.ExitCode;
        }
        catch (JournalException refused)
        {
            await TellAsync(session, refused.Message);
            return refused is RunNotFoundException ? ExitCode.WrongInput : ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException broken) when (IsClosedPipe(broken))
        {
            return ExitCode.Done; // Whoever reads our output has seen enough ("| head").
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await TellAsync(session, $"{refused.Message} Nothing else was changed.");
            return ExitCode.Failed;
        }
#pragma warning disable CA1031 // The edge of the program: a mistake of ours is told in one line, never as a stack trace.
        catch (Exception ours)
#pragma warning restore CA1031
        {
            await TellAsync(
                session,
                $"This is a mistake in Tasker ({ours.GetType().Name}: {OneLine(ours.Message)}). The journal keeps everything that was done. "
                + "Report it with the output of 'TASKER_TRACE=1 tasker ...' and of 'tasker doctor'.");
            if (session.Variable("TASKER_TRACE") == "1")
            {
                await session.Error.WriteLineAsync(ours.ToString());
            }

            return ExitCode.Failed;
        }
    }

    private static async Task<int> ParseAndRunAsync(string[] arguments, Session session)
    {
        // Response files are off: "@name" is an argument like any other.
        var root = CommandTree.Build(session, arguments);
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is ParseErrorAction || UsageProblems.LooksLikeOption(result) is not null)
        {
            return PlanningScope.Owns(result.CommandResult.Command)
                ? await TellUsageAsync(result, session, arguments)
                : await UsageProblems.TellAsync(result, session);
        }

        var width = Math.Min(WidestHelp, session.OutIsTerminal ? session.Size().Width : WidestHelp);
        if (result.Action is HelpAction help)
        {
            help.MaxWidth = width;
        }

        var exit = await result.InvokeAsync(new InvocationConfiguration
        {
            Output = session.Out,
            Error = session.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
        if (result.Action is HelpAction)
        {
            await CommandExamples.WriteAsync(result.CommandResult.Command, session.Out, width);
        }

        return exit;
    }

    /// <summary>Commands about plans keep exit code 2 for something else.</summary>
    private static async Task<int> TellUsageAsync(ParseResult result, Session session, string[] arguments)
    {
        if (PlanningScope.AsksForJson(arguments))
        {
            return await PlanningScope.TellAsync(session, json: true, PlanningCodes.Usage, string.Join(' ', UsageProblems.Of(result)));
        }

        await UsageProblems.TellAsync(result, session);
        return ExitCode.Failed;
    }

    private static Task TellAsync(Session session, string message) =>
        session.Error.WriteLineAsync($"{session.ErrorInk.Red("tasker:")} {message}");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static bool IsClosedPipe(IOException broken) =>
        broken.Message.Contains("Broken pipe", StringComparison.Ordinal) || (broken.HResult & 0xFFFF) is 32 or 109;
}
