namespace Tasker.Executors.Tests.Processes;

public sealed class NativeProcessTests() : ProcessSuite(PlatformKind.Native);
