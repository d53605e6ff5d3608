using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.EndToEnd.Tests;

/// <summary>Somebody reads the files that a run keeps up to date, again and again without a pause.</summary>
public sealed partial class ReaderTests
{
    private static int Steps => RealBinary.IsSlow ? 200 : 20;

    [Fact]
    public async Task A_reader_without_pause_never_sees_half_a_file_nor_half_a_line()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // A file that is being read cannot be replaced there.
        }

        using var binary = new RealBinary();
        var spec = Spec();
        binary.Write("SPEC.md", spec);
        using var over = new CancellationTokenSource();
        Task<int>[] readers =
        [
            ReadAsync(binary.PathOf("SPEC.md"), text => Assert.Equal(spec, Unmarked(text)), over.Token),
            ReadAsync(binary.PathOf(".task_log"), text => Assert.True(text.EndsWith('\n'), $"Half a line: {Tail(text)}"), over.Token),
            ReadAsync(binary.PathOf(".task_execution.log"), CheckRecords, over.Token),
        ];

        var (exit, output, error) = await binary.RunAsync("do", "all");
        await over.CancelAsync();

        Assert.True(exit == 0, error + output);
        Assert.All(await Task.WhenAll(readers), states => Assert.True(states > 2, $"It saw {states} states only."));
        Assert.DoesNotContain("[ ]", await File.ReadAllTextAsync(binary.PathOf("SPEC.md")), StringComparison.Ordinal);
        Assert.Equal(Steps, binary.Lines("done").Length);
    }

    /// <summary>Reads a file over and over and checks what it sees; gives the number of different states.</summary>
    private static Task<int> ReadAsync(string path, Action<string> check, CancellationToken over) => Task.Factory.StartNew(
        () =>
        {
            var (states, last) = (0, "");
            while (!over.IsCancellationRequested)
            {
                if (last.Length > 0 || File.Exists(path))
                {
                    using var reader = new StreamReader(path, Encoding.UTF8, false, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
                    var text = reader.ReadToEnd();
                    if (text != last && text.Length > 0)
                    {
                        check(text);
                        (states, last) = (states + 1, text);
                    }
                }
            }

            return states;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void CheckRecords(string text)
    {
        Assert.True(text.EndsWith('\n'), $"Half a line: {Tail(text)}");
        var start = text.LastIndexOf('\n', text.Length - 2) + 1;
        using var record = JsonDocument.Parse(text[start..]);
        Assert.StartsWith("task_", record.RootElement.GetProperty("task_id").GetString(), StringComparison.Ordinal);
    }

    private static string Spec()
    {
        var text = new StringBuilder("# Plan\n\n");
        for (var i = 1; i <= Steps; i++)
        {
            text.Append($"- [ ] **STEP {i}**: Part {i} - do part {i}\n");
        }

        for (var i = 1; i <= Steps; i++)
        {
            text.Append($"\n## STEP {i}: Part {i}\n**Files:** Execute `echo {i} >> done`\n{new string('.', 2000)}\n");
        }

        return text.Append("The end.\n").ToString();
    }

    private static string Unmarked(string text) => Marks().Replace(text, "").Replace("- [x]", "- [ ]", StringComparison.Ordinal);

    private static string Tail(string text) => text[Math.Max(0, text.Length - 200)..];

    [GeneratedRegex(@" ✓ \[task_id: [^\n]*")]
    private static partial Regex Marks();
}
