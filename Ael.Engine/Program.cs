return await Ael.Engine.EngineHost.RunAsync(args);
