using System.Diagnostics;

namespace Tasker.EndToEnd.Tests.Clients;

/// <summary>Claude Code as it is installed, in a home of its own, with a model that is a script of the test.</summary>
internal sealed class CodingAgent(ModelServer model, string folder) : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("tasker-client-");

    /// <summary>The program; null when it is not installed.</summary>
    public static string? Program => Environment.GetEnvironmentVariable("TASKER_CLAUDE") is { Length: > 0 } path ? path : null;

    /// <summary>What it needs of its environment: a home of its own, the model, and nothing that calls elsewhere.</summary>
    public IReadOnlyDictionary<string, string> Environ => new Dictionary<string, string>
    {
        ["HOME"] = _home.FullName,
        ["CLAUDE_CONFIG_DIR"] = Path.Combine(_home.FullName, "config"),
        ["ANTHROPIC_BASE_URL"] = model.Address,
        ["ANTHROPIC_API_KEY"] = "sk-ant-test",
        ["CLAUDE_CODE_MAX_RETRIES"] = "1",
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["DISABLE_TELEMETRY"] = "1",
        ["DISABLE_ERROR_REPORTING"] = "1",
        ["IS_SANDBOX"] = "1",
        ["TERM"] = "dumb",
    };

    public void Dispose() => _home.Delete(recursive: true);

    /// <summary>Runs it to its end in the folder, with the command in its path; it must end with 0.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environ)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = $"{RealBinary.BinaryFolder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var client = Process.Start(start)!;
        client.StandardInput.Close();
        var error = client.StandardError.ReadToEndAsync();
        var output = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        Assert.True(client.ExitCode == 0, $"claude: exit code {client.ExitCode}\n{output}\n{await error}");
        return output;
    }
}
