using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Packaging;

/// <summary>The tool package is made of what was built, installed from a folder as a user would, and run.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-pack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_package_installs_from_a_folder_and_runs_the_quickstart()
    {
        // Nothing is built here, so nothing that other tests use is written.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        await DotnetAsync(
            RepositoryFiles.Root, "pack", "src/Tasker.Cli/Tasker.Cli.csproj", "-c", configuration, "--no-build", "--nologo", "-v", "quiet",
            "-nodeReuse:false",
            "-o", Path.Combine(_folder, "packages"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "nuget.config"),
            """<configuration><packageSources><clear /><add key="folder" value="packages" /></packageSources></configuration>""");
        await DotnetAsync(_folder, "tool", "install", "Tasker", "--tool-path", "tools", "--configfile", "nuget.config", "--no-cache");
        CopyExample("quickstart");
        var tool = Path.Combine(_folder, "tools", OperatingSystem.IsWindows() ? "tasker.exe" : "tasker");

        var version = await RunAsync(tool, _folder, "--version");
        var run = await RunAsync(tool, _folder, "run", "quickstart");

        Assert.Equal(new Outcome(0, $"tasker {ProductVersion.Text}\n", ""), version);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("quickstart succeeded", run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "quickstart", "out", "report.txt")));
    }

    private void CopyExample(string name)
    {
        var from = Path.Combine(RepositoryFiles.Root, "examples", name);
        var into = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (var file in RepositoryFiles.All.Where(f => f.StartsWith($"examples/{name}/", StringComparison.Ordinal)))
        {
            File.Copy(Path.Combine(RepositoryFiles.Root, file),
                Path.Combine(into, Path.GetRelativePath(from, Path.Combine(RepositoryFiles.Root, file))));
        }
    }

    private async Task DotnetAsync(string folder, params string[] arguments)
    {
        var told = await RunAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, arguments);
        Assert.True(told.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {told}");
    }

    /// <summary>The tool is found nowhere else, and leaves nothing outside.</summary>
    private Task<Outcome> RunAsync(string program, string folder, params string[] arguments) => RealProgram.RunAsync(
        program,
        folder,
        new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(_folder, "cache"),
            ["DOTNET_CLI_HOME"] = _folder,
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "0",
            ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "0",
        },
        arguments);
}
