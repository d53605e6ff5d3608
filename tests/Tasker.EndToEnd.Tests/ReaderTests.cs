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
            ReadAsync(binary.PathOf("SPEC.md"), bytes => Assert.Equal(spec, Unmarked(Encoding.UTF8.GetString(bytes))), over.Token),
            ReadAsync(binary.PathOf(".task_log"), bytes => Lines(bytes), over.Token),
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
    private static Task<int> ReadAsync(string path, Action<byte[]> check, CancellationToken over) => Task.Factory.StartNew(
        () =>
        {
            var (states, last) = (0, Array.Empty<byte>());
            while (!over.IsCancellationRequested)
            {
                if (last.Length > 0 || File.Exists(path))
                {
                    using var file =
                        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                    using var copy = new MemoryStream();
                    file.CopyTo(copy);
                    var bytes = copy.ToArray();
                    if (bytes.Length > 0 && !bytes.AsSpan().SequenceEqual(last))
                    {
                        check(bytes);
                        (states, last) = (states + 1, bytes);
                    }
                }
            }

            return states;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The lines that have their end; there is nothing behind them.</summary>
    /// <remarks>
    /// But one thing no program can prevent: some file systems (ext4) show a single write page by page, for some microseconds, so a
    /// line that lies across a page's end may be seen up to there.
    /// </remarks>
    private static string[] Lines(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        Assert.True(bytes[^1] == '\n' || bytes.Length % 4096 == 0, $"Half a line: {text[Math.Max(0, text.Length - 200)..]}");
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void CheckRecords(byte[] bytes)
    {
        if (Lines(bytes) is [.., var line])
        {
            using var record = JsonDocument.Parse(line);
            Assert.StartsWith("task_", record.RootElement.GetProperty("task_id").GetString(), StringComparison.Ordinal);
        }
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

    [GeneratedRegex(@" ✓ \[task_id: [^\n]*")]
    private static partial Regex Marks();
}
