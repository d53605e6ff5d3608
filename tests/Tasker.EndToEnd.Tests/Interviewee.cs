using System.Diagnostics;
using System.Text;

namespace Tasker.EndToEnd.Tests;

/// <summary>
/// A person in an interview, whose every answer is another one, and who remembers: what was taken must not be asked again. It is taken when
/// the command goes on to something else.
/// </summary>
/// <param name="binary">The command.</param>
internal sealed class Interviewee(RealBinary binary)
{
    private const string Prompt = "\n> ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly HashSet<string> _taken = [];
    private int _count;

    /// <summary>The last answer to each question.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>Runs the command and answers until it ends.</summary>
    /// <param name="launch">How it is started.</param>
    /// <param name="killAt">Kills it at this question, from 1, in place of an answer; 0: never.</param>
    /// <param name="arguments">What it is called with.</param>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(Launch launch, int killAt, params string[] arguments)
    {
        string[] line = [.. launch.Wrapper, RealBinary.Binary, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = binary.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var (said, from, asked, open) = (new StringBuilder(), 0, 0, (string?)null);
        var buffer = new char[4096];
        while (await process.StandardError.ReadAsync(buffer).AsTask().WaitAsync(Patience) is > 0 and var read)
        {
            said.Append(buffer, 0, read);
            if (!said.ToString(from, said.Length - from).EndsWith(Prompt, StringComparison.Ordinal))
            {
                continue;
            }

            var question = QuestionIn(said.ToString(from, said.Length - from));
            from = said.Length;
            Take(open);
            Assert.False(_taken.Contains(question), $"It was answered and is asked again: {question}\n{said}");
            if (++asked == killAt)
            {
                process.Kill();
                open = null;
                continue;
            }

            open = question;
            Answers[question] = $"answer {++_count}";
            try
            {
                await process.StandardInput.WriteLineAsync(Answers[question]);
                await process.StandardInput.FlushAsync();
            }
            catch (IOException)
            {
                // It has ended.
            }
        }

        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode == 0)
        {
            Take(open);
        }

        return (process.ExitCode, await output, said.ToString());
    }

    private void Take(string? question)
    {
        if (question is not null)
        {
            _taken.Add(question);
        }
    }

    /// <summary>The last line that asks; what explains it is indented, and what is told comes before it.</summary>
    private static string QuestionIn(string told) => told[..^Prompt.Length].Split('\n').Last(line => line.Length > 0 && line[0] != ' ');
}
