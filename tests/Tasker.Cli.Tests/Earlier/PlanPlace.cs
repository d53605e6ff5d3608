using System.Text.Json;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Earlier;

/// <summary>A folder with a plan, and the commands that scripts use on it.</summary>
internal sealed class PlanPlace : IDisposable
{
    private readonly CommandLine _line = new();

    public string Folder => _line.Folder;

    /// <summary>The state as it is on the disk.</summary>
    public JsonElement State => Json(".tasker/state.json");

    public void Dispose() => _line.Dispose();

    /// <summary>A plan whose tasks may be started.</summary>
    public async Task BeginAsync(string phase = "ready")
    {
        await OkAsync("state init .");
        if (phase != "ingestion")
        {
            await OkAsync($"state set-phase {phase}");
        }
    }

    /// <summary>Writes a task file.</summary>
    public PlanPlace Define(string id, string needs = "", int phase = 1, string? file = null) => Write(
        $".tasker/tasks/{file ?? id}.json",
        $$$"""
        {"id":"{{{id}}}","name":"Make {{{id}}}","phase":{{{phase}}},"behaviors":["B1"],"files":[{"path":"src/{{{id}}}.py","action":"create"}],
        "dependencies":{"tasks":[{{{string.Join(',', needs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(need => $"\"{need}\""))}}}]},
        "acceptance_criteria":[{"criterion":"It does what it should.","verification":"pytest tests"}]}
        """);

    public PlanPlace Write(string file, string text)
    {
        _line.Write(file, text);
        return this;
    }

    public string Read(string file) => _line.Read(file);

    public JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(Read(file));
        return document.RootElement.Clone();
    }

    public JsonElement Task(string id) => State.GetProperty("tasks").GetProperty(id);

    public string Status(string id) => Task(id).GetProperty("status").GetString()!;

    /// <summary>Runs one line; words are told apart by blanks, and a word in single quotes may have some.</summary>
    public async Task<Outcome> RunAsync(string line) => await _line.RunAsync([.. Words(line)]);

    /// <summary>What a line wrote that had to end with 0.</summary>
    public async Task<string> OkAsync(string line)
    {
        var told = await RunAsync(line);
        Assert.True(told.ExitCode == 0, $"{line}: {told}");
        return told.Out;
    }

    /// <summary>What a line said on standard error that had to be refused: one line, and nothing of a stack.</summary>
    public async Task<string> RefusedAsync(string line, int exitCode = 1)
    {
        var told = await RunAsync(line);
        Assert.True(exitCode == told.ExitCode, $"{line}: {told}");
        Assert.DoesNotContain("   at ", told.Error, StringComparison.Ordinal);
        Assert.StartsWith("tasker: ", told.Error, StringComparison.Ordinal);
        return told.Error;
    }

    private static IEnumerable<string> Words(string line)
    {
        var parts = line.Split('\'');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
            {
                yield return parts[i];
                continue;
            }

            foreach (var word in parts[i].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }
}
