using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Engine.Files;
using Tasker.Planning;
using Tasker.Planning.Files;

namespace Tasker.Cli.Commands.Planning;

/// <summary>How answers about plans reach standard output and files.</summary>
internal static class Answers
{
    /// <summary>Tells an answer; the exit code is 1 when it is a closed gate.</summary>
    public static Task<int> TellAsync(this PlanningCall call, PlanningAnswer answer) =>
        call.AnswerAsync(answer.Text, () => answer.Json, answer.Passed ? ExitCode.Done : ExitCode.Failed);

    /// <summary>Tells an answer whose text is a document, or writes it into a file and says so.</summary>
    /// <param name="output">The file; null: standard output.</param>
    /// <param name="what">What is written, for the line that says so.</param>
    public static async Task<int> TellOrWriteAsync(this PlanningCall call, PlanningAnswer answer, string? output, string what, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(output))
        {
            return await call.TellAsync(answer);
        }

        await call.WriteFileAsync(output, answer.Text + "\n", cancellationToken);
        return await call.AnswerAsync($"{what} written to: {output}", () => answer.Json, answer.Passed ? ExitCode.Done : ExitCode.Failed);
    }

    /// <summary>Writes a text into a file that was named, whole or not at all; its folder is made.</summary>
    /// <exception cref="PlanningException">It is no file, or cannot be written.</exception>
    public static async Task WriteFileAsync(this PlanningCall call, string output, string text, CancellationToken cancellationToken)
    {
        var path = call.Session.FullPath(output);
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new PlanningException(PlanningCodes.Usage, $"'{output}' is a folder. --output takes the name of a file.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Leftovers.RemoveOf(path);
            await AtomicFile.WriteAsync(path, System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new PlanningException(PlanningCodes.Io, $"'{output}' cannot be written: {closed.Message} --output takes the name of a file that can.");
        }
    }

    /// <summary>A number from 0 to 1.</summary>
    public static Option<double> Ratio(string name, string meaning, double otherwise, params string[] aliases)
    {
        var option = new Option<double>(name, aliases)
        {
            Description = meaning,
            HelpName = "0-1",
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                var typed = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                if (!double.TryParse(typed, out var ratio))
                {
                    result.AddError($"'{typed}' is no value for {name}: it takes a number from 0 to 1.");
                }

                return ratio;
            },
        };
        option.Validators.Add(result =>
        {
            // What is no number at all is told above.
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, out var ratio) && ratio is not (>= 0 and <= 1))
            {
                result.AddError($"{name} is {result.Tokens[0].Value}; it must be 0 to 1.");
            }
        });
        return option;
    }

    /// <summary>The planning folder that was named as an argument, itself or by the directory above it; else that of the call.</summary>
    public static PlanningFolder FolderOf(this PlanningCall call, string? named)
    {
        if (string.IsNullOrEmpty(named))
        {
            return call.Folder;
        }

        var path = Path.TrimEndingDirectorySeparator(call.Session.FullPath(named));
        return Path.GetFileName(path) != PlanningFolder.Name && Directory.Exists(Path.Combine(path, PlanningFolder.Name)) ? PlanningFolder.OfTarget(path) : new PlanningFolder(path);
    }
}
